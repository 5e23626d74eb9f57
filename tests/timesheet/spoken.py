"""A message as one would read it aloud."""

from bot.markup import plain
from bot.message import Buttons, Facts, File, Message, Picture, Prose, Table


def spoken(message: Message) -> str:
    """Every word of a message, part by part; a picture by its words, a file by its name."""
    lines = [message.text]
    for part in message.parts:
        match part:
            case Prose(text=text):
                lines.append(text)
            case Facts(pairs=pairs):
                lines += [f"{label}: {value}" for label, value in pairs]
            case Table(caption=caption, columns=columns, rows=rows):
                lines += [caption, *(" | ".join(row) for row in (columns, *rows))]
            case Picture(alt=alt):
                lines.append(f"[picture: {alt}]")
            case File(name=name):
                lines.append(f"[file: {name}]")
            case Buttons(items=items):
                lines.append(" ".join(f"[{button.label}]" for button in items))
    return plain("\n".join(lines))
