"""A line between browser and museum that can be cut: a TCP proxy on the loopback address."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field


@dataclass
class Line:
    """While it is cut, new connections are refused at once and the old ones are closed."""

    port: int
    museum_port: int
    whole: bool = True
    ends: list[socket.socket] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def cut(self) -> None:
        self.whole = False
        for end in self.ends:
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        self.ends.clear()

    def mend(self) -> None:
        self.whole = True

    def serve(self, listener: socket.socket) -> None:
        """Pass bytes on, both ways, until the listener is closed."""
        with suppress(OSError):
            while True:
                near, _ = listener.accept()
                if self.whole:
                    self.join(near)
                else:
                    near.close()

    def join(self, near: socket.socket) -> None:
        try:
            far = socket.create_connection(("127.0.0.1", self.museum_port))
        except OSError:
            near.close()
            return
        self.ends += [near, far]
        for source, sink in ((near, far), (far, near)):
            threading.Thread(target=self.carry, args=(source, sink), daemon=True).start()

    def carry(self, source: socket.socket, sink: socket.socket) -> None:
        with suppress(OSError):
            while part := source.recv(65536):
                sink.sendall(part)
        for end in (source, sink):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


@contextmanager
def open_line(museum_port: int) -> Iterator[Line]:
    """A line to the museum on that port, whole at first."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        line = Line(listener.getsockname()[1], museum_port)
        threading.Thread(target=line.serve, args=(listener,), daemon=True).start()
        yield line
        line.cut()
