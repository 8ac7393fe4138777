"""Workers cannot reach the network, whatever the papers ask for; a listening server counts who comes."""

from __future__ import annotations

import ctypes
import errno
import io
import mmap
import os
import platform
import shutil
import socket
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import docx
import pytest
from docx.opc.constants import RELATIONSHIP_TYPE as RT

from pipeline.inbox import DossierSource
from pipeline.no_network import PROTECTION_LABELS, close_network, network_protection
from pipeline.reading import read_dossier
from pipeline.reading_types import ReadSettings
from pipeline.workers import Failure, Outcome, Success, Workers, wait_for

needs_filter = pytest.mark.usefixtures("filtered")
needs_x86 = pytest.mark.skipif(platform.machine() != "x86_64", reason="the other tables of system calls are x86's")
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")


@dataclass
class Server:
    """Listens on loopback; `calls` counts the connections that it got."""

    port: int
    calls: list[object] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@pytest.fixture
def filtered() -> None:
    """Skips where no worker can have the filter; asked here, not on import, since workers import this module."""
    if (here := network_protection()) != "seccomp":
        pytest.skip(PROTECTION_LABELS[here])


@pytest.fixture
def server() -> Iterator[Server]:
    listening = socket.create_server(("127.0.0.1", 0))
    listening.settimeout(0.2)
    made = Server(listening.getsockname()[1])
    stop = threading.Event()

    def count() -> None:
        while not stop.is_set():
            try:
                connection, peer = listening.accept()
            except TimeoutError:
                continue
            made.calls.append(peer)
            connection.close()

    thread = threading.Thread(target=count)
    thread.start()
    yield made
    stop.set()
    thread.join()
    listening.close()


def in_worker(function: object, item: object, seconds: float = 60) -> Outcome[object]:
    with Workers(1) as workers:
        return wait_for(workers.submit(function, item, seconds=seconds))  # type: ignore[arg-type]


def connect(port: int) -> str:
    with socket.create_connection(("127.0.0.1", port), timeout=5):
        return "connected"


def open_kinds(_: int) -> dict[str, str]:
    """What came of opening a socket of each kind."""
    kinds = {
        "tcp": (socket.AF_INET, socket.SOCK_STREAM),
        "udp": (socket.AF_INET, socket.SOCK_DGRAM),
        "tcp6": (socket.AF_INET6, socket.SOCK_STREAM),
        "raw": (socket.AF_INET, socket.SOCK_RAW),
        "netlink": (socket.AF_NETLINK, socket.SOCK_RAW),
        "packet": (socket.AF_PACKET, socket.SOCK_RAW),
        "vsock": (socket.AF_VSOCK, socket.SOCK_STREAM),
        "unix": (socket.AF_UNIX, socket.SOCK_STREAM),
    }
    found = {}
    for name, (family, kind) in kinds.items():
        try:
            socket.socket(family, kind).close()
            found[name] = "opened"
        except OSError as error:
            found[name] = errno.errorcode[error.errno or 0]
    return found


def talk_on_this_machine(folder: str) -> bytes:
    """A server and a client within this process, over a socket file."""
    path = str(Path(folder, "socket"))
    with socket.socket(socket.AF_UNIX) as listening, socket.socket(socket.AF_UNIX) as calling:
        listening.bind(path)
        listening.listen()
        calling.connect(path)
        calling.sendall(b"hello")
        with listening.accept()[0] as answering:
            return answering.recv(10)


def connect_from_a_child(port: int) -> str:
    code = f"import socket; socket.create_connection(('127.0.0.1', {port}), 5)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=30, check=False)
    return done.stderr.strip().splitlines()[-1] if done.returncode else "connected"


def convert(path: str) -> bool:
    """A page turned into PDF by LibreOffice; true where it made one."""
    home = Path(path).parent
    made = home / "out" / "page.pdf"
    made.unlink(missing_ok=True)
    profile = f"-env:UserInstallation={(home / 'profile').as_uri()}"
    command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(made.parent), path]
    subprocess.run(command, capture_output=True, timeout=90, check=False)
    return made.exists()


def call_kernel(number: int, *arguments: int) -> str:
    libc = ctypes.CDLL(None, use_errno=True)
    answer = libc.syscall(ctypes.c_long(number), *(ctypes.c_long(n) for n in arguments))
    return "done" if answer >= 0 else errno.errorcode[ctypes.get_errno()]


def ways_around(_: int) -> dict[str, str]:
    """System calls (x86-64) by which a process gets at sockets, or at processes that have some."""
    return {
        "io_uring_setup": call_kernel(425, 8, ctypes.addressof(ctypes.create_string_buffer(256))),
        "x32 socket": call_kernel(0x40000000 + 41, socket.AF_INET, socket.SOCK_STREAM, 0),
        "socketpair": call_kernel(53, socket.AF_INET, socket.SOCK_STREAM, 0),
        "domain in 64 bits": call_kernel(41, (1 << 32) + socket.AF_INET, socket.SOCK_STREAM, 0),
        "pidfd_getfd": call_kernel(438, 0, 0, 0),
        "ptrace": call_kernel(101, 16, os.getppid(), 0, 0),
        "process_vm_readv": call_kernel(310, os.getppid(), 0, 0, 0, 0, 0),
        "bpf": call_kernel(321, 0, 0, 0),
    }


def open_socket_by_the_32_bit_table(_: int) -> int:
    """`socket(AF_INET, SOCK_STREAM, 0)` by int 0x80, which counts calls another way."""
    code = bytes.fromhex("53 b8 67010000 bb 02000000 b9 01000000 31d2 cd80 5b c3".replace(" ", ""))
    with mmap.mmap(-1, mmap.PAGESIZE, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC) as memory:
        memory.write(code)
        call = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(memory)))
        return int(call())


@needs_filter
def test_a_worker_cannot_connect_and_a_process_without_the_filter_is_counted(server: Server) -> None:
    outcome = in_worker(connect, server.port)
    assert isinstance(outcome, Failure)
    assert outcome.detail.startswith("PermissionError")
    assert server.calls == []
    assert connect(server.port) == "connected"
    wait_until(lambda: len(server.calls) == 1)


@needs_filter
def test_only_sockets_of_the_machine_itself_are_opened(tmp_path: Path) -> None:
    outcome = in_worker(open_kinds, 0)
    assert isinstance(outcome, Success)
    found = outcome.value
    assert isinstance(found, dict)
    assert found.pop("unix") == "opened"
    assert set(found.values()) == {"EPERM"}, found
    assert in_worker(talk_on_this_machine, str(tmp_path)) == Success(b"hello")


@needs_filter
def test_what_a_worker_starts_cannot_connect_either(server: Server) -> None:
    outcome = in_worker(connect_from_a_child, server.port)
    assert isinstance(outcome, Success)
    assert str(outcome.value).startswith("PermissionError")
    assert server.calls == []


@needs_filter
@needs_x86
def test_no_other_system_call_leads_to_a_socket() -> None:
    outcome = in_worker(ways_around, 0)
    assert isinstance(outcome, Success)
    assert outcome.value == dict.fromkeys(ways_around_names(), "EPERM")


@needs_filter
@needs_x86
def test_a_process_that_uses_the_32_bit_table_is_killed() -> None:
    outcome = in_worker(open_socket_by_the_32_bit_table, 0)
    assert isinstance(outcome, Failure)
    assert outcome.kind == "died"


@needs_filter
def test_threads_that_run_already_are_cut_off_too() -> None:
    said = run_script(
        """
        import socket, threading
        from pipeline.no_network import close_network
        go, said = threading.Event(), []
        def late():
            go.wait()
            try:
                socket.socket()
                said.append("opened")
            except PermissionError:
                said.append("refused")
        thread = threading.Thread(target=late)
        thread.start()
        said.append(close_network())
        go.set()
        thread.join()
        print(*said)
        """
    )
    assert said == "seccomp refused"


@pytest.mark.skipif(sys.platform != "linux", reason="namespaces are Linux's")
def test_a_kernel_without_filters_gives_a_network_with_nobody_in_it(server: Server) -> None:
    said = run_script(
        f"""
        import os, socket
        from pipeline import no_network
        no_network._filter_sockets = lambda: False
        before = os.getuid()
        print(no_network.close_network(), before == os.getuid())
        try:
            socket.create_connection(("127.0.0.1", {server.port}), 5)
            print("connected")
        except OSError as error:
            print("refused")
        """
    )
    if said.startswith("none"):
        pytest.skip("this machine gives no namespace of one's own")
    assert said == "namespace True\nrefused"
    assert server.calls == []


def test_where_nothing_helps_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.no_network._filter_sockets", lambda: False)
    monkeypatch.setattr("pipeline.no_network._leave_network", lambda: False)
    assert close_network() == "none"
    monkeypatch.setattr("sys.platform", "darwin")
    assert close_network() == "none"
    socket.socket().close()


def test_a_processor_that_nobody_knows_of_gets_no_filter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platform.machine", lambda: "vax")
    monkeypatch.setattr("pipeline.no_network._leave_network", lambda: False)
    assert close_network() == "none"
    socket.socket().close()


@needs_filter
def test_papers_that_ask_for_the_network_are_read_and_nobody_calls(server: Server, tmp_path: Path) -> None:
    folder = tmp_path / "恒信"
    folder.mkdir()
    (folder / "模板.docx").write_bytes(word_with_remote_template(server.address))
    (folder / "网页.html").write_text(
        f'<html><head><link rel="stylesheet" href="{server.address}/a.css"></head>'
        f'<body>恒信公司<img src="{server.address}/a.png"><iframe src="{server.address}/b"></iframe></body></html>',
        "utf-8",
    )
    (folder / "图.svg").write_text(
        f'<?xml version="1.0"?><!DOCTYPE svg SYSTEM "{server.address}/svg.dtd">'
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'
        f'<image xlink:href="{server.address}/a.png" width="9" height="9"/></svg>',
        "utf-8",
    )
    (folder / "发票.ofd").write_bytes(ofd_with_remote_parts(server.address))
    with Workers(1) as workers:
        read = read_dossier(DossierSource("恒信", folder), workers, ReadSettings(tmp_path / "scratch", ocr=False))
    documents = {document.path: document for document in read.documents}
    assert "恒信" in documents["网页.html"].pages[0].text
    assert "正文" in documents["模板.docx"].pages[0].text
    assert len(documents) == 4
    assert server.calls == []


@needs_filter
@needs_office
def test_libreoffice_converts_without_a_network(server: Server, tmp_path: Path) -> None:
    """Its own parts talk by AF_UNIX; the remote picture in the file is asked for in vain."""
    folder = tmp_path / "恒信"
    folder.mkdir()
    picture = rf'{{\field{{\*\fldinst INCLUDEPICTURE "{server.address}/a.png" \\d}}{{\fldrslt }}}}'
    (folder / "说明.rtf").write_text(rf"{{\rtf1\ansi\uc0 \u24658\u20449 Hengxin {picture}\par}}", "ascii")
    with Workers(1) as workers:
        read = read_dossier(DossierSource("恒信", folder), workers, ReadSettings(tmp_path / "scratch", ocr=False))
    (document,) = read.documents
    assert "恒信 Hengxin" in document.pages[0].text.replace("恒信Hengxin", "恒信 Hengxin")
    assert "LibreOffice" in (document.note or "")
    assert server.calls == []


@needs_filter
@needs_office
def test_libreoffice_fetches_remote_pictures_but_not_from_a_worker(server: Server, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(f'<html><body>text<img src="{server.address}/a.png"></body></html>', "utf-8")
    assert in_worker(convert, str(page)) == Success(True)
    assert server.calls == []
    assert convert(str(page))
    assert server.calls, "outside a worker it asks for the picture: the count above means something"


def ways_around_names() -> list[str]:
    return [
        "io_uring_setup", "x32 socket", "socketpair", "domain in 64 bits",
        "pidfd_getfd", "ptrace", "process_vm_readv", "bpf",
    ]  # fmt: skip


def run_script(code: str) -> str:
    """What a Python process of its own prints; the project's modules are found as here."""
    import textwrap

    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def wait_until(happened: object, seconds: float = 30) -> None:
    import time

    deadline = time.monotonic() + seconds
    while not happened():  # type: ignore[operator]
        assert time.monotonic() < deadline
        time.sleep(0.05)


def word_with_remote_template(address: str) -> bytes:
    """A DOCX whose settings name a template elsewhere, as macro droppers do."""
    made = docx.Document()
    made.add_paragraph("正文")
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"
    made.part.part_related_by(RT.SETTINGS).relate_to(f"{address}/evil.dotm", kind, is_external=True)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def ofd_with_remote_parts(address: str) -> bytes:
    """An OFD whose document root and whose DTD lie elsewhere."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr(
            "OFD.xml",
            f'<?xml version="1.0"?><!DOCTYPE ofd SYSTEM "{address}/ofd.dtd">'
            '<ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0"><ofd:DocBody>'
            f"<ofd:DocRoot>{address}/Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
        )
    return stream.getvalue()
