import { Avatar } from './avatar.tsx';
import { Menu } from './elements/menu.tsx';
import { go } from './place.ts';
import { useWindow } from './window.ts';

/** Being somebody else: in this window, or in one of its own. */
export function PeopleMenu() {
  const { you, people } = useWindow().workspace;
  const playable = people.filter(({ kind }) => kind !== 'bot' && kind !== 'deactivated');
  const other = playable.find(({ id }) => id !== you.id);
  return (
    <span className="people">
      <span className="people-lead">You are</span>
      <Menu
        className="people-button"
        label={`You are ${you.realName}. Change person`}
        groups={[
          {
            label: '',
            choices: playable.map(({ name, realName, role }) => ({
              value: name,
              text: realName,
              description: role,
            })),
          },
        ]}
        chosen={[you.name]}
        isWide
        onChoose={(handle) => go({ as: handle })}
        footer={
          <a className="menu-footer" href={`?as=${other?.name}`} target="_blank" rel="noreferrer">
            Open a second window, as {other?.realName}
          </a>
        }
      >
        <Avatar person={you} size="small" />
        <span>{you.realName}</span>
      </Menu>
    </span>
  );
}
