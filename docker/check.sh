#!/usr/bin/env bash
# What can be known of this folder without a container engine: that every file parses, that what the
# files say of each other and of the sources is so, and that the dashboard asks for metrics that exist.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

bash -n healthcheck.sh
command -v python3 >/dev/null || { echo "docker/check.sh: no python3 here, only the scripts were checked"; exit 0; }
exec python3 - <<'PYTHON'
import json, pathlib, re, shutil, subprocess, sys

root = pathlib.Path("..")
problems = []

def check(holds, problem):
    if not holds:
        problems.append(problem)

def read(path):
    return pathlib.Path(path).read_text(encoding="utf-8")

# -- metrics: the list, the dashboard and the source name the same ones

kinds = {}
for line in read("metrics.txt").splitlines():
    if line and not line.startswith("#"):
        name, kind = line.split()[:2]
        kinds[name] = kind
suffixes = {"counter": [""], "gauge": [""], "histogram": ["_bucket", "_count", "_sum", "_max"],
            "summary": ["_count", "_sum", "_max"]}
known = {name + suffix: name for name, kind in kinds.items() for suffix in suffixes[kind]}

foreign = {line for line in read("flink-metrics.txt").splitlines() if not line.startswith("#")}

def names_of(expression, where):
    """The metrics of ours that an expression asks for; says which are known to nobody."""
    found = set(re.findall(r"(?:offerflow|flink)_\w+", expression))
    check(found, f"{where}: no metric in {expression}")
    for name in found:
        check(name in known or name in foreign, f"{where}: no metric {name} in metrics.txt or flink-metrics.txt")
    return found

dashboards = {path.name: json.loads(read(path)) for path in sorted(pathlib.Path("grafana/dashboards").glob("*.json"))}
check(len({board["uid"] for board in dashboards.values()}) == len(dashboards), "two dashboards with one uid")
panels = 0
asked = set()
for file, board in dashboards.items():
    cells = {}
    ids = [panel["id"] for panel in board["panels"]]
    check(len(ids) == len(set(ids)), f"{file}: two panels with one id")
    for panel in board["panels"]:
        where = f"{file}: panel {panel['title']}"
        at = panel["gridPos"]
        check(at["x"] + at["w"] <= 24, f"{where}: wider than the page")
        for x in range(at["x"], at["x"] + at["w"]):
            for y in range(at["y"], at["y"] + at["h"]):
                check((x, y) not in cells, f"{where} lies over {cells.get((x, y))}")
                cells[x, y] = panel["title"]
        if panel["type"] == "row":
            continue
        panels += 1
        check(panel.get("description"), f"{where}: no description")
        for target in panel["targets"]:
            asked |= names_of(target["expr"], where)
            check(target["expr"].count("(") == target["expr"].count(")"), f"{where}: brackets")
            check(target["datasource"]["uid"] in read("grafana/provisioning/datasources/prometheus.yml"),
                  f"{where}: a data source that is not provisioned")
shown = {known[name] for name in asked if name in known}
for name in kinds:
    check(name in shown, f"{name} is in metrics.txt, but on no panel of grafana/dashboards: add it to the one it belongs to")
for name in foreign - asked:
    check(name in read("alerts.yml"), f"{name} is in flink-metrics.txt, but nothing asks for it")

# -- alerts: known metrics, a test and a page of the runbook for each

alerts = read("alerts.yml")
runbook = root / "docs/operations.md"
for block in alerts.split("- alert: ")[1:]:
    name = block.split()[0]
    names_of(block.split("annotations:")[0], f"alert {name}")
    check(name in read("alerts_test.yml"), f"alerts_test.yml has no test of {name}")
    check(f"runbook: docs/operations.md#{name.lower()}\n" in block + "\n", f"alert {name} names no runbook")
    check(not runbook.exists() or f"### {name}\n" in read(runbook), f"docs/operations.md does not say what to do about {name}")
if shutil.which("promtool"):
    for arguments in (["check", "config", "--syntax-only", "prometheus.yml"], ["check", "rules", "alerts.yml"], ["test", "rules", "alerts_test.yml"]):
        said = subprocess.run(["promtool", *arguments], capture_output=True, text=True)
        check(said.returncode == 0, f"promtool {' '.join(arguments)}: {said.stdout}{said.stderr}")
else:
    print("docker/check.sh: no promtool here (Debian: apt-get install prometheus), the alerts were not tested")

source = "".join(read(path) for path in root.glob("pipeline/src/main/java/io/offerflow/pipeline/metrics/*.java"))
in_source = {name.replace(".", "_") for name in re.findall(r'"(offerflow\.[a-z.]+)"', source)}
plain = lambda name: re.sub(r"_(total|seconds|bytes)$", "", name)
for name in {plain(name) for name in kinds} ^ in_source:
    check(False, f"{name} is in metrics.txt or in the source of the metrics, but not in both")

# -- the files say the same of each other and of the sources

dockerfile, compose = read("Dockerfile"), read("compose.yml")
for copied in re.findall(r"^COPY (?!--from)(?:--\S+ )*(\S+) \S+$", dockerfile, re.M):
    check((root / copied).exists(), f"Dockerfile: {copied} is not there")
for main in set(re.findall(r"io\.offerflow\.[\w.]+", dockerfile + compose)):
    path = root / "pipeline/src/main/java" / (main.replace(".", "/") + ".java")
    check(path.exists() and "public static void main" in read(path), f"{main} has no main method")
options = read(root / "pipeline/src/main/java/io/offerflow/pipeline/job/JobOptions.java")
for option in re.findall(r"^ +(offerflow\.[\w.-]+):", compose, re.M):
    check(f'"{option}"' in options, f"compose.yml: the job has no option {option}")
port = re.search(r"offerflow\.metrics-port: (\d+)", compose).group(1)
for file in ("prometheus.yml", "Dockerfile", "healthcheck.sh"):
    check(port in read(file), f"{file}: another metrics port than {port} of compose.yml")
for image in re.findall(r"(?:image:|_IMAGE=)\s*(\S+)", dockerfile + compose):
    check("." not in image.split("/")[0] or "/" not in image, f"{image}: leave the registry's host out")
kafka = re.search(r"<kafka.version>(.*?)<", read(root / "pom.xml")).group(1)
check(set(re.findall(r"apache/kafka:(\S+)", compose)) == {kafka}, f"compose.yml: the broker is not {kafka}")
flink = re.search(r"<flink.version>(\d+\.\d+)", read(root / "pom.xml")).group(1)
check(f"FLINK_IMAGE=flink:{flink}" in dockerfile, f"Dockerfile: the image is not Flink {flink}")

# -- YAML, where python3 can read it

try:
    import yaml
except ImportError:
    yaml = None
    print("docker/check.sh: python3 has no yaml module here, the YAML files were not parsed")
if yaml:
    files = {path: yaml.safe_load(read(path)) for path in map(str, pathlib.Path(".").rglob("*.yml"))}
    services = files["compose.yml"]["services"]
    volumes = files["compose.yml"]["volumes"]
    for name, service in services.items():
        for needed in service.get("depends_on", {}):
            check(needed in services, f"compose.yml: {name} depends on {needed}, which is not there")
        for volume in service.get("volumes", []):
            outer = volume.split(":")[0]
            if outer.startswith("."):
                check(pathlib.Path(outer).exists(), f"compose.yml: {outer} is not there")
            elif not outer.startswith("$"):
                check(outer in volumes, f"compose.yml: no volume {outer}")
    scraped = {each["job_name"]: each["dns_sd_configs"][0] for each in files["prometheus.yml"]["scrape_configs"]}
    for job in scraped.values():
        check(set(job["names"]) <= set(services), "prometheus.yml: no such service")
    check(str(scraped["offerflow"]["port"]) == port, "prometheus.yml: another port than compose.yml")
    check(f"metrics.reporter.prom.port: {scraped['flink']['port']}" in compose,
          "prometheus.yml: another port of Flink's metrics than compose.yml")

    # Manifests: known fields, and settings, volumes and ports that agree.
    fields = {}
    for line in read("kubernetes/fields.txt").splitlines():
        if line and not line.startswith("#"):
            place, names = line.split(": ")
            fields[place] = set(names.split())

    def check_fields(value, place, file):
        for each in value if isinstance(value, list) else [value]:
            if place in fields and isinstance(each, dict):
                for name in each:
                    check(name in fields[place], f"{file}: {place} has no field {name} (kubernetes/fields.txt)")
                    check_fields(each[name], f"{place}.{name}", file)

    for path in sorted(pathlib.Path("kubernetes").glob("*.yaml")):
        for manifest in yaml.safe_load_all(read(path)):
            check(manifest["kind"] in fields, f"{path}: kubernetes/fields.txt does not know {manifest['kind']}")
            check_fields(manifest, manifest["kind"], path)
    deployment = yaml.safe_load(read("kubernetes/offerflow.yaml"))["spec"]
    settings = deployment["flinkConfiguration"]
    for option in settings:
        if option.startswith("offerflow."):
            check(f'"{option}"' in options, f"kubernetes/offerflow.yaml: the job has no option {option}")
        if option.startswith("job.autoscaler."):
            check(option.removeprefix("job.autoscaler.") in fields["job.autoscaler"], f"kubernetes/offerflow.yaml: no option {option}")
        check(isinstance(settings[option], str), f"kubernetes/offerflow.yaml: {option} is no text: quote it")
    check(settings["offerflow.parallelism"] == str(deployment["job"]["parallelism"]), "kubernetes: two parallelisms")
    main = root / "pipeline/src/main/java" / (deployment["job"]["entryClass"].replace(".", "/") + ".java")
    check(main.exists(), "kubernetes/offerflow.yaml: no such entry class")
    pod = deployment["podTemplate"]["spec"]
    container = pod["containers"][0]
    check({mount["name"] for mount in container["volumeMounts"]} == {volume["name"] for volume in pod["volumes"]},
          "kubernetes/offerflow.yaml: volumes and mounts differ")
    ports = {each["name"]: each["containerPort"] for each in container["ports"]}
    check(str(ports["metrics"]) == settings["offerflow.metrics-port"] == port, "kubernetes: another metrics port")
    check(str(ports["flink-metrics"]) == settings["metrics.reporter.prom.port"], "kubernetes: another port of Flink's metrics")
    check(deployment["flinkVersion"] == "v" + flink.replace(".", "_"), "kubernetes: another version of Flink")
    monitored = yaml.safe_load(read("kubernetes/monitoring.yaml"))["spec"]["podMetricsEndpoints"]
    check({each["port"] for each in monitored} == set(ports), "kubernetes/monitoring.yaml: other ports")

for problem in problems:
    print("docker/check.sh: " + problem, file=sys.stderr)
if not problems:
    print(f"docker: {panels} panels over {len(kinds)} metrics, {alerts.count('- alert: ')} alerts, all files agree")
sys.exit(1 if problems else 0)
PYTHON
