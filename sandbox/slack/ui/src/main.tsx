import { createRoot } from 'react-dom/client';
import { Playground } from './playground.tsx';
import './css/base.css';
import './css/frame.css';
import './css/messages.css';
import './css/blocks.css';
import './css/elements.css';
import './css/overlay.css';
import './css/panel.css';
import './css/narrow.css';

const root = document.getElementById('root');
if (root) createRoot(root).render(<Playground />);
