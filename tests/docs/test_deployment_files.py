"""The files for systemd, compose, Kubernetes and nginx: well formed, and in accord with what is served."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.serving import SHUTDOWN_SECONDS
from app.settings import PREFIX, Settings
from tests.api.test_specification import SPEC
from tests.conftest import ROOT

FILES = ROOT / "docs" / "operations"
DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
VARIABLES = {PREFIX + name.upper() for name in Settings.model_fields}
DEFAULTS = Settings()


def read(name: str) -> str:
    return (FILES / name).read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def kubernetes() -> dict[str, Any]:
    """The objects of the manifest by their kind."""
    return {one["kind"]: one for one in yaml.safe_load_all(read("kubernetes.yaml"))}


@pytest.mark.parametrize("path", sorted(FILES.iterdir()), ids=lambda path: path.name)
def test_a_file_names_only_settings_that_exist(path: Path) -> None:
    named = set(re.findall(rf"{PREFIX}[A-Z_]+", path.read_text(encoding="utf-8")))
    assert named <= VARIABLES


def test_probes_ask_addresses_that_are_served_on_the_port_that_listens(
    kubernetes: dict[str, Any],
) -> None:
    pod = kubernetes["Deployment"]["spec"]["template"]["spec"]
    [container] = pod["containers"]
    [port] = container["ports"]
    assert port["containerPort"] == DEFAULTS.port
    assert {"startupProbe", "livenessProbe", "readinessProbe"} <= set(container)
    for name in ("startupProbe", "livenessProbe", "readinessProbe"):
        asked = container[name]["httpGet"]
        assert "get" in SPEC["paths"][asked["path"]]
        assert asked["port"] == port["name"]
    assert container["readinessProbe"]["httpGet"]["path"] == "/readyz"
    assert container["livenessProbe"]["httpGet"]["path"] == "/healthz"
    annotations = kubernetes["Deployment"]["spec"]["template"]["metadata"]["annotations"]
    assert annotations["prometheus.io/path"] in SPEC["paths"]
    assert annotations["prometheus.io/port"] == str(DEFAULTS.port)


def test_the_pod_is_the_image_as_it_was_made(kubernetes: dict[str, Any]) -> None:
    spec = kubernetes["Deployment"]["spec"]
    pod = spec["template"]["spec"]
    [container] = pod["containers"]
    assert spec["replicas"] == 1
    assert spec["strategy"] == {"type": "Recreate"}
    assert pod["terminationGracePeriodSeconds"] > SHUTDOWN_SECONDS
    user = re.search(r"^USER (\d+):(\d+)$", DOCKERFILE, re.MULTILINE)
    assert user is not None
    assert pod["securityContext"]["runAsUser"] == int(user[1])
    assert pod["securityContext"]["fsGroup"] == int(user[2])
    mounted = {one["mountPath"]: one["name"] for one in container["volumeMounts"]}
    assert set(mounted) == {"/data", "/tmp"}  # noqa: S108 - a path of the manifest
    assert "VOLUME /data" in DOCKERFILE
    volumes = {one["name"]: one for one in pod["volumes"]}
    claim = volumes[mounted["/data"]]["persistentVolumeClaim"]["claimName"]
    assert claim == kubernetes["PersistentVolumeClaim"]["metadata"]["name"]
    labels = spec["template"]["metadata"]["labels"]
    assert spec["selector"]["matchLabels"] == labels == kubernetes["Service"]["spec"]["selector"]


def test_compose_runs_the_image_as_the_documentation_does() -> None:
    [service] = yaml.safe_load(read("compose.yaml"))["services"].values()
    assert (FILES / service["build"] / "Dockerfile").exists()
    assert service["ports"] == [f"127.0.0.1:{DEFAULTS.port}:{DEFAULTS.port}"]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["volumes"][0].endswith(":/data")
    assert int(service["stop_grace_period"].removesuffix("s")) > SHUTDOWN_SECONDS


def test_the_unit_of_systemd_is_one(tmp_path: Path) -> None:
    text = read("onrecord.service")
    command = re.search(r"^ExecStart=(\S+) (.*)$", text, re.MULTILINE)
    waits = re.search(r"^TimeoutStopSec=(\d+)$", text, re.MULTILINE)
    assert command is not None
    assert waits is not None
    assert command[2] == "serve"
    assert int(waits[1]) > SHUTDOWN_SECONDS
    if shutil.which("systemd-analyze") is None:
        pytest.skip("no systemd-analyze here: the rest of the unit was not looked at")
    unit = tmp_path / "onrecord.service"
    # Only the program lies elsewhere here.
    unit.write_text(text.replace(command[1], sys.executable), encoding="utf-8")
    done = subprocess.run(  # noqa: S603 - our own file
        ["systemd-analyze", "verify", "--man=no", str(unit)],  # noqa: S607
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_the_proxy_passes_what_the_service_takes(tmp_path: Path) -> None:
    text = read("nginx.conf")
    assert f"proxy_pass http://127.0.0.1:{DEFAULTS.port};" in text
    limits = [int(one) * 1_000_000 for one in re.findall(r"client_max_body_size (\d+)m;", text)]
    assert limits == [DEFAULTS.max_body_bytes, DEFAULTS.max_upload_bytes]
    for line in text.splitlines():
        words = line.partition("#")[0].strip()
        assert not words or words[-1] in "{};", line
    assert text.count("{") == text.count("}")
    if (nginx := shutil.which("nginx")) is None:
        return
    whole = tmp_path / "nginx.conf"
    whole.write_text(f"pid {tmp_path}/pid; events {{}} http {{ {text} }}", encoding="utf-8")
    subprocess.run([nginx, "-t", "-q", "-c", str(whole)], check=True)  # noqa: S603 - our own file
