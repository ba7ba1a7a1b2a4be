# SPDX-License-Identifier: Apache-2.0
"""A bad network between a peer and the broker, in userspace: no root, no kernel module.

    proxy = Proxy(place, broker.office)          # tcp=True: the peer's side is TCP
    worker = place.start('tongfa-worker', '--office', proxy.endpoint, ...)
    proxy.up.hold()        # nothing gets from the peer to the broker; it waits here
    proxy.down.drop()      # nothing gets from the broker to the peer; it is lost
    proxy.heal()           # what was held goes on; a connection that lost bytes is reset

`up` is the way to the broker, `down` the way to the peer; each holds for the connections that are
there and those that come. duplicate=True leads every connection to the broker twice: the broker hears
everything from two peers, and the peer hears the first answer only.
"""

import os
import socket
import struct
import tempfile
import threading

CHUNK = 65536
RESET = struct.pack('ii', 1, 0)  # SO_LINGER: close sends a RST where the transport has one


def address_of(endpoint):
    """(family, address) of an endpoint of ZeroMQ."""
    kind, rest = endpoint.split('://')
    if kind == 'ipc':
        return socket.AF_UNIX, rest
    host, port = rest.rsplit(':', 1)
    return socket.AF_INET, (host, int(port))


class Way:
    """One direction, for all connections of a proxy."""

    def __init__(self):
        self.changed = threading.Condition()
        self.mode = 'pass'
        self.delay_s = 0.0
        self.bytes = 0       # that were let through
        self.stopped = 0     # that were held or lost

    def set(self, mode):
        with self.changed:
            self.mode = mode
            self.changed.notify_all()

    def hold(self):
        self.set('hold')

    def drop(self):
        self.set('drop')

    def heal(self):
        self.set('pass')

    def admit(self, size, link):
        """Wait until so many bytes may go on. False: they are lost, or the link is over."""
        with self.changed:
            if self.mode != 'pass':
                self.stopped += size
            if self.mode == 'pass' and self.delay_s:
                self.changed.wait(self.delay_s)
            self.changed.wait_for(lambda: self.mode != 'hold' or link.is_over)
            if self.mode == 'drop':
                link.has_lost = True
                return False
            self.bytes += size
            return not link.is_over


class Link:
    """One connection of a peer, and what it leads to."""

    def __init__(self, proxy, peer):
        self.proxy = proxy
        self.peer = peer
        self.is_over = False
        self.has_lost = False
        self.brokers = [proxy.dial() for _ in range(2 if proxy.duplicate else 1)]
        self.threads = [threading.Thread(target=self.pump, args=way, daemon=True) for way in
                        [(peer, self.brokers, proxy.up), (self.brokers[0], [peer], proxy.down)]]
        for twin in self.brokers[1:]:
            self.threads.append(threading.Thread(target=self.swallow, args=(twin,), daemon=True))
        for thread in self.threads:
            thread.start()

    def pump(self, source, targets, way):
        try:
            while chunk := source.recv(CHUNK):
                if way.admit(len(chunk), self):
                    for target in targets:
                        target.sendall(chunk)
        except OSError:
            pass
        if way.admit(0, self) or self.is_over:
            for target in targets:
                self.end(target, socket.SHUT_WR)

    @staticmethod
    def swallow(twin):
        try:
            while twin.recv(CHUNK):
                pass
        except OSError:
            pass

    @staticmethod
    def end(one, how):
        try:
            one.shutdown(how)
        except OSError:
            pass

    def reset(self):
        """End it at once, without a farewell."""
        self.is_over = True
        for way in (self.proxy.up, self.proxy.down):
            with way.changed:
                way.changed.notify_all()
        for one in (self.peer, *self.brokers):
            if one.family == socket.AF_INET:
                one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
                self.end(one, socket.SHUT_RD)
            else:
                self.end(one, socket.SHUT_RDWR)
        for thread in self.threads:
            thread.join(5)
        for one in (self.peer, *self.brokers):
            one.close()

    def half_close(self, way):
        """Say to the side that a way leads to that nothing more will come."""
        for target in self.brokers if way is self.proxy.up else [self.peer]:
            self.end(target, socket.SHUT_WR)


class Proxy:
    def __init__(self, place, target, tcp=False, duplicate=False):
        self.target = target
        self.duplicate = duplicate
        self.up, self.down = Way(), Way()
        self.lock = threading.Lock()
        self.links = []
        self.count = 0       # connections so far
        if tcp:
            self.listener = socket.create_server(('127.0.0.1', 0))
            self.endpoint = f'tcp://127.0.0.1:{self.listener.getsockname()[1]}'
        else:
            folder = tempfile.mkdtemp(prefix='x', dir=place.folder)
            self.endpoint = f'ipc://{os.path.join(folder, "p")}'
            self.listener = socket.socket(socket.AF_UNIX)
            self.listener.bind(address_of(self.endpoint)[1])
            self.listener.listen(64)
        self.acceptor = threading.Thread(target=self.accept, daemon=True)
        self.acceptor.start()
        place.closers.append(self.close)

    def dial(self):
        family, address = address_of(self.target)
        one = socket.socket(family)
        one.connect(address)
        return one

    def accept(self):
        while True:
            try:
                peer, _ = self.listener.accept()
            except OSError:
                return
            try:
                link = Link(self, peer)
            except OSError:  # the broker is not there
                peer.close()
                continue
            with self.lock:
                self.count += 1
                self.links.append(link)

    def each(self):
        with self.lock:
            return list(self.links)

    def heal(self):
        """Let everything through again."""
        for link in self.each():
            if link.has_lost:
                self.end(link)
        self.up.heal()
        self.down.heal()

    def end(self, link):
        with self.lock:
            if link in self.links:
                self.links.remove(link)
        link.reset()

    def reset(self):
        """All connections break off."""
        for link in self.each():
            self.end(link)

    def half_close(self, way):
        for link in self.each():
            link.half_close(way)

    def close(self):
        self.listener.close()
        self.reset()
