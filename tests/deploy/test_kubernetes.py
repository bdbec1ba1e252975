"""The manifests are what Kubernetes takes, by its own schemas, and fit the code."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml

from chatsite.server import EXIT_SECONDS
from deploy.make_secrets import make
from inference import store
from inference.config import FINISH_SECONDS
from tests.house.test_settings_are_documented import documented_settings
from tests.support.image import ROOT
from tests.support.place import Place

FOLDER = ROOT / "deploy" / "kubernetes"
OPERATIONS = (ROOT / "docs" / "operations.md").read_text()
FOREIGN = ("keda.sh/", "kustomize.config.k8s.io/")  # whose schemas are not among Kubernetes' own
Manifest = dict[str, Any]


def manifests(path: Path) -> list[Manifest]:
    return list(yaml.safe_load_all(path.read_text()))


EVERY = [one for path in sorted(FOLDER.glob("*.yaml")) for one in manifests(path)]
PODS = {
    one["metadata"]["name"]: one["spec"]["template"]["spec"]
    for one in EVERY
    if one["kind"] in ("Deployment", "StatefulSet", "Job")
}


@pytest.mark.parametrize("one", EVERY, ids=lambda one: one["kind"])
def test_each_has_the_form_that_kubernetes_wants(one: Manifest) -> None:
    if not one["apiVersion"].startswith(FOREIGN):
        kubernetes_validate.validate(one, "1.32", strict=True)


def test_the_folder_of_the_document_is_one_that_kubectl_builds(tmp_path: Path) -> None:
    kubectl = shutil.which("kubectl")
    if kubectl is None:
        pytest.skip("kubectl is not installed")
    told = re.search(r"```yaml\n(# kustomization\.yaml\n.*?)```", OPERATIONS, re.DOTALL)
    assert told is not None
    shutil.copytree(FOLDER, tmp_path / "deploy" / "kubernetes")
    own = tmp_path / "own"
    own.mkdir()
    # Another name than the base has, so that each patch is seen to do its work.
    (own / "kustomization.yaml").write_text(told[1].replace("chat.example.org", "chat.test"))
    done = subprocess.run([kubectl, "kustomize", own], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "chat.example.org" not in done.stdout
    built = list(yaml.safe_load_all(done.stdout))
    assert len(built) == len(EVERY) - 1  # but the kustomization itself


def test_all_files_are_applied() -> None:
    (kustomization,) = manifests(FOLDER / "kustomization.yaml")
    files = {path.name for path in FOLDER.glob("*.yaml")} - {"kustomization.yaml"}
    assert set(kustomization["resources"]) == files


@pytest.mark.parametrize("name", PODS)
def test_a_pod_may_do_nothing_that_it_need_not(name: str) -> None:
    pod = PODS[name]
    assert pod["automountServiceAccountToken"] is False
    assert pod["securityContext"]["runAsNonRoot"] is True
    for container in [*pod["containers"], *pod.get("initContainers", ())]:
        closed = container["securityContext"]
        assert closed["readOnlyRootFilesystem"] is True
        assert closed["allowPrivilegeEscalation"] is False
        assert closed["capabilities"] == {"drop": ["ALL"]}
        assert "memory" in container["resources"]["limits"]


@pytest.mark.parametrize("name", ["web", "web-worker", "beat"])
def test_who_needs_the_tables_waits_for_those_of_its_release(name: str) -> None:
    (waiting,), (container,) = PODS[name]["initContainers"], PODS[name]["containers"]
    assert waiting["command"] == ["python", "manage.py", "migrate", "--check"]
    for part in ("image", "envFrom", "env", "volumeMounts"):
        assert waiting[part] == container[part]


def test_the_wait_goes_on_where_there_are_no_tables(tmp_path: Path) -> None:
    (waiting,) = PODS["web"]["initContainers"]
    assert Place(tmp_path).manage(*waiting["command"][2:]).returncode == 1


def test_each_has_the_time_that_its_end_takes() -> None:
    web, worker = PODS["web"], PODS["gpu-worker"]
    before = float(web["containers"][0]["lifecycle"]["preStop"]["exec"]["command"][1])
    assert web["terminationGracePeriodSeconds"] > before + EXIT_SECONDS
    assert worker["terminationGracePeriodSeconds"] > FINISH_SECONDS + 10


def test_only_settings_that_there_are_are_set() -> None:
    given = {
        entry["name"]
        for pod in PODS.values()
        for container in pod["containers"]
        for entry in container.get("env", ())
    }
    maps = {one["metadata"]["name"]: one for one in EVERY if one["kind"] == "ConfigMap"}
    given |= {*maps["chatsite"]["data"], *maps["chatsite-model"]["data"]}
    settings = {name.removesuffix("_FILE") for name in given} - {"SITE_HOST", "POD_IP"}
    assert settings <= documented_settings()


def test_workers_are_counted_by_sets_that_redis_has() -> None:
    (scaled,) = [one for one in EVERY if one["kind"] == "ScaledObject"]
    triggers = [one["metadata"] for one in scaled["spec"]["triggers"]]
    assert [one["listName"] for one in triggers] == [store.WAITING, store.ACTIVE]
    (target,) = [
        one
        for one in EVERY
        if one.get("metadata", {}).get("name") == "gpu-worker" and one["kind"] == "Deployment"
    ]
    assert "replicas" not in target["spec"], "each apply would undo what the scaler did"


def test_what_one_refers_to_is_there(tmp_path: Path) -> None:
    """No schema says so, and no API server: pods would wait for it for ever."""
    make(tmp_path)
    there = {(one["kind"], one["metadata"]["name"]) for one in EVERY if "metadata" in one}
    there |= {("Secret", "chatsite"), ("Secret", "chatsite-tls")}  # docs/operations.md makes them
    missing = {found for found in references(EVERY) if found not in there}
    assert missing == set()
    keys = {item["key"] for pod in PODS.values() for item in secret_items(pod)}
    assert keys == {"secret_key", "database_url", "redis_url", "redis_password", "upstream_api_key"}
    assert keys <= {path.name for path in tmp_path.iterdir()}


def secret_items(pod: Manifest) -> list[Manifest]:
    items = [volume.get("secret", {}).get("items", []) for volume in pod["volumes"]]
    return [item for some in items for item in some]


REFERENCES = {
    "configMapRef": ("ConfigMap", "name"),
    "configMapKeyRef": ("ConfigMap", "name"),
    "configMap": ("ConfigMap", "name"),
    "secret": ("Secret", "secretName"),
    "tls": ("Secret", "secretName"),
    "secretTargetRef": ("Secret", "name"),
    "persistentVolumeClaim": ("PersistentVolumeClaim", "claimName"),
    "service": ("Service", "name"),
    "scaleTargetRef": ("Deployment", "name"),
    "authenticationRef": ("TriggerAuthentication", "name"),
}


def references(value: Any) -> Iterator[tuple[str, str]]:
    """→ (kind, name) of what is referred to, however deep."""
    for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
        if key in REFERENCES:
            kind, name = REFERENCES[key]
            for one in inner if isinstance(inner, list) else [inner]:
                yield kind, one[name]
        if isinstance(inner, dict | list):
            yield from references(inner)


def test_redis_is_set_up_as_everywhere() -> None:
    maps = {one["metadata"]["name"]: one for one in EVERY if one["kind"] == "ConfigMap"}
    own = (ROOT / "deploy" / "redis" / "redis.conf").read_text()
    lines = [line for line in own.splitlines() if not line.startswith("#")]
    assert maps["chatsite-redis"]["data"]["redis.conf"].splitlines() == lines


def test_the_ingress_passes_what_nginx_passes() -> None:
    (ingress,) = [one for one in EVERY if one["kind"] == "Ingress"]
    told = ingress["metadata"]["annotations"]
    template = (ROOT / "deploy" / "nginx" / "chatsite.conf.template").read_text()
    size = re.search(r"client_max_body_size (\w+);", template)
    assert size is not None
    assert told["nginx.ingress.kubernetes.io/proxy-body-size"] == size[1]
    assert told["nginx.ingress.kubernetes.io/proxy-buffering"] == "off"
    assert told["nginx.ingress.kubernetes.io/enable-access-log"] == "false"
