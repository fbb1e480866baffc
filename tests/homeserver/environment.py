# SPDX-License-Identifier: GPL-3.0-or-later
"""The virtual environment Synapse lives in: made once from requirements.txt, kept until that file changes."""
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
REQUIREMENTS = HERE / 'requirements.txt'


def default_environment():
    """Where the environment is kept unless the caller says otherwise: under build/."""
    told = os.environ.get('TEAHOUSE_HOMESERVER_ENV')
    return Path(told) if told else HERE.parent.parent / 'build' / 'homeserver'


def wanted_stamp():
    """What the stamp of an environment made from today's requirements.txt by this Python says."""
    digest = hashlib.sha256(REQUIREMENTS.read_bytes()).hexdigest()
    return f'{digest} python{sys.version_info.major}.{sys.version_info.minor}\n'


def make_environment(path=None, log=sys.stderr):
    """Make the environment at path if it is not there yet, or is not today's. Returns its Python."""
    path = Path(path or default_environment())
    path.mkdir(parents=True, exist_ok=True)
    python = path / 'venv' / 'bin' / 'python'
    stamp = path / 'stamp'
    # Several suites may start at once: the first one makes it, the others wait here.
    with open(path / 'lock', 'w', encoding='ascii') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if stamp.exists() and stamp.read_text(encoding='ascii') == wanted_stamp() and python.exists():
            return python
        print('homeserver: making its Python environment (once, about 150 MB)', file=log, flush=True)
        stamp.unlink(missing_ok=True)
        shutil.rmtree(path / 'venv', ignore_errors=True)
        shutil.rmtree(path / 'template', ignore_errors=True)
        subprocess.run(['/usr/bin/python3', '-m', 'venv', str(path / 'venv')], check=True)
        subprocess.run([str(python), '-m', 'pip', 'install', '--quiet', '--no-deps', '--disable-pip-version-check',
                        '--no-warn-script-location', '-r', str(REQUIREMENTS)], check=True, stdout=log)
        stamp.write_text(wanted_stamp(), encoding='ascii')
    return python
