# SPDX-License-Identifier: Apache-2.0
"""What the tests of faults share: the support of the end-to-end tests, and a small file system."""

import ctypes
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'e2e'))

MIB = 1 << 20
CLONE_NEWNS, CLONE_NEWUSER = 0x00020000, 0x10000000


def may_mount():
    """Become somebody who may mount: root, or root of a name space of one's own."""
    libc = ctypes.CDLL(None, use_errno=True)
    user, group = os.getuid(), os.getgid()
    if user == 0:
        return libc.unshare(CLONE_NEWNS) == 0 and make_private()
    if libc.unshare(CLONE_NEWUSER | CLONE_NEWNS) != 0:
        return False
    for name, line in [('setgroups', 'deny'), ('uid_map', f'0 {user} 1'),
                       ('gid_map', f'0 {group} 1')]:
        with open(f'/proc/self/{name}', 'w', encoding='ascii') as file:
            file.write(line)
    return make_private()


def make_private():
    """What is mounted from here on is seen by this process and its children only."""
    return subprocess.run(['mount', '--make-rprivate', '/'], check=False,
                          capture_output=True).returncode == 0


class SmallDisk:
    """A tmpfs, mounted at a path; gone with the name space of the test at the latest."""

    def __init__(self, path, size):
        self.path = path
        os.mkdir(path)
        subprocess.run(['mount', '-t', 'tmpfs', '-o', f'size={size}', 'tmpfs', path], check=True)

    def close(self):
        subprocess.run(['umount', '-l', self.path], check=True)

    def free_bytes(self):
        disk = os.statvfs(self.path)
        return disk.f_bavail * disk.f_frsize

    def fill(self, leave=0):
        """Somebody else's file takes all but so many bytes."""
        with open(os.path.join(self.path, 'ballast'), 'ab') as file:
            while self.free_bytes() > leave:
                size = min(self.free_bytes() - leave, MIB)
                try:
                    os.posix_fallocate(file.fileno(), file.seek(0, os.SEEK_END), size)
                except OSError:
                    return

    def empty(self):
        os.unlink(os.path.join(self.path, 'ballast'))
