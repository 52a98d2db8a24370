"""The `nhacviec` command: Django's command line with one option more, `--data`, which may stand anywhere."""

import os
import sys
from pathlib import Path

from django.core.management import execute_from_command_line


def take_data_option(arguments: list[str]) -> tuple[list[str], str | None]:
    """Split `--data DIR` or `--data=DIR` off the arguments; raises ValueError when DIR is missing."""
    rest: list[str] = []
    data = None
    remaining = iter(arguments)
    for argument in remaining:
        if argument == "--":
            rest += [argument, *remaining]
        elif argument == "--data":
            data = next(remaining, None)
            if data is None or data.startswith("-"):
                raise ValueError("--data DIR")
        elif argument.startswith("--data="):
            data = argument.removeprefix("--data=")
        else:
            rest.append(argument)
    if data == "":
        raise ValueError("--data DIR")
    return rest, data


def default_data_dir() -> str:
    """Where the files are when nobody says: ./var where there is one or in a source tree, else the user's own."""
    if Path("var").is_dir() or Path("pyproject.toml").is_file():
        return "var"
    if sys.platform == "win32":
        return str(Path(os.environ.get("LOCALAPPDATA", Path.home())) / "nhacviec")
    return str(Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "nhacviec")


def main() -> None:
    """Run one command; bad options end with status 2."""
    try:
        arguments, data = take_data_option(sys.argv[1:])
    except ValueError:
        sys.stderr.write("nhacviec: --data DIR: thiếu tên thư mục dữ liệu (the data folder is missing)\n")
        sys.exit(2)
    if data is not None:
        os.environ["NHACVIEC_DATA"] = data
    data_dir = Path(os.environ.get("NHACVIEC_DATA") or default_data_dir())
    os.environ["NHACVIEC_DATA"] = str(data_dir.absolute())
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "nhacviec.config.settings")
    try:
        execute_from_command_line(["nhacviec", *arguments])
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:  # the reader of a pipe has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(141)


if __name__ == "__main__":
    main()
