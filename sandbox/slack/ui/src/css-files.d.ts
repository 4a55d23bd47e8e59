/** Style sheets are imported for their effect; vite puts them on the page. */
declare module '*.css';
