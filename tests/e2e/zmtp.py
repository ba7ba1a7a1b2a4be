# SPDX-License-Identifier: Apache-2.0
"""ZMTP 3 by hand, for peers that do not keep to it (rfc.zeromq.org/spec/23)."""

import socket
import struct

import msgpack

MORE, LONG, COMMAND = 1, 2, 4
GREETING_SIZE = 64


def greeting(mechanism=b'NULL', major=3, minor=0, signature=b'\xff' + bytes(8) + b'\x7f',
             as_server=0):
    return (signature + bytes([major, minor]) + mechanism.ljust(20, b'\0')[:20] +
            bytes([as_server]) + bytes(31))


def opening_size(content):
    """Bytes of the greeting and the command after it, or of all if it does not begin like that."""
    at = GREETING_SIZE
    if content[:10] != greeting()[:10] or len(content) < at + 9:
        return len(content)
    if content[at] == COMMAND:
        return min(len(content), at + 2 + content[at + 1])
    if content[at] == COMMAND | LONG:
        return min(len(content), at + 9 + struct.unpack('>Q', content[at + 1:at + 9])[0])
    return len(content)


def frame(content, flags=0, size=None, wide=None):
    """size: what is claimed, if not the truth; wide: with eight bytes of size."""
    size = len(content) if size is None else size
    if wide or size > 255:
        return bytes([flags | LONG]) + struct.pack('>Q', size) + content
    return bytes([flags, size]) + content


def command(name, content=b'', **options):
    return frame(bytes([len(name)]) + name + content, COMMAND, **options)


def prop(name, value, size=None):
    return (bytes([len(name)]) + name +
            struct.pack('>I', len(value) if size is None else size) + value)


def ready(kind=b'DEALER', *more):
    return command(b'READY', prop(b'Socket-Type', kind) + b''.join(more))


def envelope(number, body, request_id='x'):
    return msgpack.packb(['tongfa', 1, number, request_id, body])


def good_dialogue(name, key):
    """All that a submitter sends in a short life, as one string of bytes."""
    share = msgpack.packb({'n': 1, 'texts': ['同发', 'x' * 40], 'deep': {'a': [1, 2.5, None]}})
    return b''.join([
        greeting(), ready(),
        frame(envelope(1, {1: 1, 2: name, 4: 'zmtp'})),
        frame(envelope(3, {})),
        frame(envelope(20, {1: 'single', 3: key, 4: 4, 5: len(share)}), MORE), frame(share),
        frame(envelope(10, {2: key})),
        frame(envelope(13, {1: 1, 2: 10})),
        frame(envelope(16, {})),
        frame(envelope(22, {2: key, 4: 'other plans'})),
    ])


class Dial:
    """One connection of a stranger. Whatever the broker does to it is no failure of the test."""

    def __init__(self, endpoint, wait_s=0.2):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(wait_s)
        self.is_open = True
        try:
            self.socket.connect(endpoint[len('ipc://'):])
        except OSError:
            self.close()

    def send(self, content):
        """Returns whether all of it was taken."""
        try:
            self.socket.sendall(content)
            return True
        except OSError:
            self.is_open = False
            return False

    def say(self, content):
        """As send; but where it begins with a greeting and a command, the rest waits until the broker
        has said the same: ZeroMQ ends whoever does not wait, and would hear none of it."""
        opening = opening_size(content)
        if not self.send(content[:opening]):
            return False
        heard = 0
        while opening < len(content) and heard <= GREETING_SIZE:
            got = len(self.receive())
            if got == 0:
                break  # it is gone, or waits for more
            heard += got
        return self.send(content[opening:])

    def receive(self, size=65536):
        try:
            got = self.socket.recv(size)
        except TimeoutError:
            return b''
        except OSError:
            got = b''
        self.is_open = self.is_open and bool(got)
        return got

    def close(self):
        self.is_open = False
        self.socket.close()


# ---- What strangers say. Each makes the bytes of one connection from a random.Random. ---------------

def bad_greeting(chance):
    kind = chance.randrange(6)
    if kind == 0:
        return chance.randbytes(chance.randrange(1, 200))
    if kind == 1:
        return greeting(signature=chance.randbytes(10))
    if kind == 2:
        return greeting(major=chance.randrange(256), minor=chance.randrange(256)) + ready()
    if kind == 3:
        return greeting()[:chance.randrange(64)]
    if kind == 4:
        return b'GET / HTTP/1.1\r\nHost: tongfa\r\n\r\n' * chance.randrange(1, 20)
    # ZMTP 1 and 2: identity frames instead of a greeting
    return chance.choice([bytes([chance.randrange(256), 0]) + chance.randbytes(50),
                          b'\xff' + bytes(7) + b'\x01\x7f\x01\x05' + bytes([0, 200]) + bytes(200)])


def bad_mechanism(chance):
    mechanism = chance.choice([b'PLAIN', b'CURVE', b'GSSAPI', b'null', b'', b'NULL\0X',
                               chance.randbytes(20), b'\xff' * 20])
    after = chance.choice([b'', ready(), command(b'HELLO', bytes(chance.randrange(400))),
                           command(b'HELLO', prop(b'', b'')), command(b'INITIATE', bytes(300)),
                           chance.randbytes(100)])
    return greeting(mechanism, as_server=chance.randrange(2)) + after


def bad_ready(chance):
    kind = chance.randrange(8)
    if kind == 0:
        first = ready(chance.choice([b'PUB', b'REQ', b'REP', b'SUB', b'XSUB', b'PAIR', b'STREAM',
                                     b'', chance.randbytes(30)]))
    elif kind == 1:
        first = command(b'READY', prop(b'Socket-Type', b'DEALER', chance.choice(
            [0, 5, 7, 255, 1 << 31, (1 << 32) - 1])))
    elif kind == 2:
        first = command(b'READY', chance.randbytes(chance.randrange(300)))
    elif kind == 3:
        first = ready(b'DEALER', prop(b'Identity', chance.randbytes(chance.choice(
            [1, 5, 255, 256, 5000]))))
    elif kind == 4:
        first = command(b'READY', prop(b'Socket-Type', b'DEALER'), size=chance.choice(
            [1 << 20, 1 << 40, 1 << 62, (1 << 63), (1 << 64) - 1]))
    elif kind == 5:
        first = command(b'ERROR', bytes([chance.randrange(256)]) + b'no')
    elif kind == 6:
        first = b''.join(prop(chance.randbytes(9), chance.randbytes(9)) for _ in range(2000))
        first = command(b'READY', prop(b'Socket-Type', b'DEALER') + first)
    else:
        first = frame(b'no command at all')
    return greeting() + first + frame(envelope(3, {}))


def bad_command(chance):
    """Well begun, then commands that nobody expects."""
    said = [greeting(), ready()]
    for _ in range(chance.randrange(1, 20)):
        said.append(chance.choice([
            command(b'PING', chance.randbytes(chance.randrange(30))),
            command(b'PING', b'\0\1' + bytes(chance.randrange(5000))),
            command(b'PONG', chance.randbytes(chance.randrange(30))),
            command(b'JOIN', b'group'), command(b'SUBSCRIBE', b'x'), command(b'CANCEL', b'x'),
            command(chance.randbytes(chance.randrange(30))), ready(),
            frame(b'', COMMAND), frame(bytes([250]) + b'short', COMMAND),
            command(b'PING', bytes(100), size=chance.choice([1 << 21, 1 << 33, 1 << 63])),
        ]))
    return b''.join(said)


def bad_size(chance):
    """Frames that claim more than is allowed, or flags that do not exist."""
    content = envelope(3, {})
    return greeting() + ready() + chance.choice([
        frame(content, size=chance.choice([(1 << 20) + 1, 1 << 24, 1 << 32, 1 << 62, (1 << 63) - 1,
                                           1 << 63, (1 << 64) - 1])),
        frame(content, chance.randrange(8, 256)),
        frame(content, MORE) * chance.randrange(1, 200) + frame(b''),
        frame(b'', MORE) * chance.randrange(1, 5000),
        frame(bytes(chance.randrange(1 << 20))),
        frame(content) + frame(b'') + frame(bytes(3)),
    ])


def garbage(chance):
    """Frames of noise, some of which begin like an envelope."""
    said = [greeting(), ready()]
    for _ in range(chance.randrange(1, 12)):
        noise = chance.randbytes(chance.randrange(400))
        said.append(frame(chance.choice([noise, b'\x95\xa6tongfa\x01' + noise,
                                         b'\x95\xa6tongfa\x01\x01\xa1x' + noise,
                                         b'\xdd\xff\xff\xff\xff', b'\x91' * 200]),
                          chance.choice([0, 0, MORE])))
    return b''.join(said)


def mutated(chance):
    """A good dialogue with some bytes changed, taken out, doubled or made up."""
    said = bytearray(good_dialogue(f'p{chance.randrange(50)}', f'k{chance.randrange(200)}'))
    for _ in range(chance.randrange(1, 8)):
        at = chance.randrange(len(said))
        kind = chance.randrange(5)
        if kind == 0:
            said[at] = chance.randrange(256)
        elif kind == 1:
            said[at] ^= 1 << chance.randrange(8)
        elif kind == 2:
            del said[at:at + chance.randrange(1, 20)]
        elif kind == 3:
            said[at:at] = said[at:at + chance.randrange(1, 60)]
        else:
            said[at:at] = chance.randbytes(chance.randrange(1, 9))
        if not said:
            break
    return bytes(said)


def cut_off(chance):
    """A good dialogue that breaks off anywhere."""
    said = good_dialogue(f'p{chance.randrange(50)}', f'k{chance.randrange(200)}')
    return said[:chance.randrange(len(said))]


def repeated_identity(chance):
    """One of few identities, so that mostly somebody else has it, and then a heap of messages."""
    name = chance.choice([b'fire', b'water'])
    return (greeting() + ready(b'DEALER', prop(b'Identity', name)) +
            frame(bytes(20000)) * chance.randrange(1, 40))
