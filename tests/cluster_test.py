# SPDX-License-Identifier: Apache-2.0
"""scripts/cluster on one machine: GNU parallel over two sshds, and a Slurm array in a Slurm that the test starts."""

import json
import os
import pathlib
import shutil
import socket
import subprocess
import time
import unittest

from support.program import BAD, GOOD, PROGRAM, SOURCE, TESTDATA, Test

SCRIPTS = SOURCE / "scripts" / "cluster"
SBIN = os.pathsep.join([os.environ["PATH"], "/usr/sbin", "/sbin"])


def missing(*programs):
    lacking = [program for program in programs if not shutil.which(program, path=SBIN)]
    if lacking:
        return f"not installed: {', '.join(lacking)}"
    return "daemons need root" if os.geteuid() != 0 else None


def free_port():
    with socket.socket() as any_port:
        any_port.bind(("127.0.0.1", 0))
        return any_port.getsockname()[1]


class Cluster(Test):
    def setUp(self):
        super().setUp()
        self.models = []
        (self.folder / "models").mkdir()
        for i in range(7):
            self.model(f"models/{i} blank.pt", GOOD)
        self.model("models/bad.pt", BAD)
        self.model("models/new\nline.pt", GOOD)
        self.model("models/pointer.pt", "refused/lfs_pointer.pt")
        self.list = self.folder / "list"
        self.list.write_text("".join(f"{model}\0" for model in self.models))

    def model(self, name, source):
        shutil.copyfile(TESTDATA / source, self.folder / name)
        self.models.append(name)

    def daemon(self, *command, environment=None, ready):
        """Starts a daemon that runs until the test ends. Returns once ready() is true."""
        log = open(self.folder / f"{pathlib.Path(command[0]).name}.{time.monotonic_ns()}.log", "w+")
        program = shutil.which(command[0], path=SBIN)
        process = subprocess.Popen([program, *map(str, command[1:])], stdin=subprocess.DEVNULL, stdout=log,
                                   stderr=subprocess.STDOUT, env=environment or os.environ)
        self.addCleanup(log.close)
        self.addCleanup(process.wait, 30)
        self.addCleanup(process.terminate)
        for _ in range(300):
            if ready():
                return
            if process.poll() is not None:
                break
            time.sleep(0.1)
        log.seek(0)
        self.fail(f"{command[0]} does not run: {log.read()}")

    def script(self, name, *arguments, environment):
        command = [SCRIPTS / name, *map(str, arguments)]
        return subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, timeout=600)

    def judged(self, result):
        """{path of a model: its status}"""
        return {model["path"]: model["status"] for model in json.loads(result.stdout)["models"]}

    def expected(self):
        """The expected statuses of all models if no report is lost."""
        bad = {"models/bad.pt": "failed", "models/pointer.pt": "error"}
        return {model: bad.get(model, "passed") for model in self.models}


@unittest.skipIf(missing("parallel", "sshd", "ssh", "ssh-keygen"), missing("parallel", "sshd", "ssh", "ssh-keygen"))
class OverSsh(Cluster):
    def machine(self, name):
        """Starts an sshd whose sessions have its name in MACHINE. Returns its port."""
        port = free_port()
        config = self.folder / f"sshd.{name}"
        config.write_text(
            f"Port {port}\nListenAddress 127.0.0.1\nHostKey {self.folder}/host\nPidFile none\nStrictModes no\n"
            f"AuthorizedKeysFile {self.folder}/user.pub\nPermitRootLogin yes\nPasswordAuthentication no\nUsePAM no\n"
            f"SetEnv MACHINE={name}\n")
        pathlib.Path("/run/sshd").mkdir(exist_ok=True)
        self.daemon("sshd", "-D", "-e", "-f", config, ready=lambda: listens(port))
        return port

    def login(self, name, port):
        (self.folder / f"ssh.{name}").write_text(
            f"Host {name}\n HostName 127.0.0.1\n Port {port}\n IdentityFile {self.folder}/user\n IdentitiesOnly yes\n"
            " StrictHostKeyChecking no\n UserKnownHostsFile /dev/null\n LogLevel ERROR\n ConnectTimeout 5\n")
        return f"1/ssh -F {self.folder}/ssh.{name} {name}"

    def setUp(self):
        super().setUp()
        for key in ("host", "user"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", self.folder / key], check=True)
        self.program = self.folder / "aimet-validate"
        self.program.write_text(f'#!/bin/sh\necho "${{MACHINE:-here}}" >>{self.folder}/machines\nexec {PROGRAM} "$@"\n')
        self.program.chmod(0o755)
        self.environment = {**os.environ, "HOME": str(self.folder), "AIMET_VALIDATE": str(self.program), "AIMET_BATCH": "3",
                            "PARALLEL_SSH": "ssh"}

    def over(self, *logins):
        return self.script("over_ssh.sh", ",".join(logins), self.list, "--static", "--no-config",
                           "--check", "missing-module", "--", "--format", "json", environment=self.environment)

    def test_two_machines_share_the_models_and_one_report_has_them_all(self):
        result = self.over(self.login("one", self.machine("one")), self.login("two", self.machine("two")))
        self.assertEqual(result.returncode, 2, result.stderr)
        self.assertEqual(self.judged(result), self.expected(), result.stderr)
        machines = (self.folder / "machines").read_text().split()
        self.assertEqual(set(machines), {"one", "two", "here"})
        self.assertEqual(machines.count("here"), 1)  # the run that makes the report

    def test_what_a_dead_machine_was_to_do_the_other_does(self):
        result = self.over(self.login("dead", free_port()), self.login("one", self.machine("one")))
        self.assertEqual(self.judged(result), self.expected(), result.stderr)

    def test_without_any_machine_every_model_is_lost_and_said_to_be(self):
        result = self.over(self.login("dead", free_port()))
        self.assertEqual(result.returncode, 2, result.stderr)
        self.assertEqual(self.judged(result), {model: "error" for model in self.models})


def listens(port):
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@unittest.skipIf(missing("munged", "slurmctld", "slurmd", "sbatch", "sinfo"), missing("munged", "slurmctld", "slurmd", "sbatch", "sinfo"))
class OverSlurm(Cluster):
    def setUp(self):
        super().setUp()
        host = socket.gethostname().split(".")[0]
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(128))
        key.chmod(0o400)
        for name in ("state", "spool"):
            (self.folder / name).mkdir()
        munge = self.folder / "munge.socket"
        (self.folder / "slurm.conf").write_text(
            f"ClusterName=test\nSlurmctldHost={host}(127.0.0.1)\nSlurmctldPort={free_port()}\nSlurmdPort={free_port()}\n"
            f"SlurmUser=root\nSlurmdUser=root\nAuthType=auth/munge\nAuthInfo=socket={munge}\nCredType=cred/munge\n"
            f"StateSaveLocation={self.folder}/state\nSlurmdSpoolDir={self.folder}/spool\nMpiDefault=none\n"
            f"SlurmctldPidFile={self.folder}/slurmctld.pid\nSlurmdPidFile={self.folder}/slurmd.pid\n"
            "ProctrackType=proctrack/linuxproc\nTaskPlugin=task/none\nSwitchType=switch/none\nReturnToService=2\n"
            "JobAcctGatherType=jobacct_gather/none\nAccountingStorageType=accounting_storage/none\n"
            "SelectType=select/cons_tres\nSelectTypeParameters=CR_Core\nMinJobAge=300\n"
            f"NodeName={host} NodeAddr=127.0.0.1 CPUs={os.cpu_count()} State=UNKNOWN\n"
            f"PartitionName=all Nodes={host} Default=YES MaxTime=INFINITE State=UP\n")
        self.environment = {**os.environ, "PATH": SBIN, "SLURM_CONF": str(self.folder / "slurm.conf"),
                            "AIMET_VALIDATE": PROGRAM}
        self.daemon("munged", "--foreground", "--force", "--num-threads=2", f"--key-file={key}", f"--socket={munge}",
                    f"--pid-file={self.folder}/munged.pid", f"--log-file={self.folder}/munged.log",
                    f"--seed-file={self.folder}/munged.seed", ready=munge.exists)
        self.daemon("slurmctld", "-D", environment=self.environment, ready=lambda: self.asked("scontrol", "ping", holds="UP"))
        self.daemon("slurmd", "-D", environment=self.environment, ready=lambda: self.asked("sinfo", "-h", "-o", "%t", holds="idle"))

    def asked(self, *command, holds):
        return holds in subprocess.run(command, env=self.environment, capture_output=True, text=True).stdout

    def over(self, shards, **environment):
        return self.script("over_slurm.sh", shards, self.list, "--static", "--no-config", "--check", "missing-module",
                           "--", "--format", "json", environment={**self.environment, **environment})

    def test_the_tasks_of_an_array_share_the_models(self):
        self.models = [model for model in self.models if model not in ("models/pointer.pt", "models/new\nline.pt")]
        self.list.write_text("\n".join(self.models))  # newlines are allowed too
        result = self.over(3)
        self.assertEqual(result.returncode, 1, result.stderr + result.stdout)
        self.assertEqual(self.judged(result), self.expected(), result.stderr)
        self.assertEqual(list(self.folder.glob("aimet-validate.*")), [])

    def test_without_options_and_with_more_shards_than_models(self):
        self.models = self.models[:2]
        self.list.write_text("".join(f"{model}\0" for model in self.models))
        result = self.script("over_slurm.sh", 3, self.list, environment=self.environment)
        self.assertEqual(result.returncode, 0, result.stderr)
        self.assertIn("2 files: 2 passed", result.stdout)

    def test_a_task_that_is_killed_loses_its_shard_and_the_report_says_which_models(self):
        killer = self.folder / "killer"
        killer.write_text(f'#!/bin/sh\n[ "$SLURM_ARRAY_TASK_ID" = 1 ] && kill -KILL $$\nexec {PROGRAM} "$@"\n')
        killer.chmod(0o755)
        result = self.over(4, AIMET_VALIDATE=str(killer))
        self.assertEqual(result.returncode, 2, result.stderr)
        self.assertIn("Slurm says that a task failed", result.stderr)
        [kept] = self.folder.glob("aimet-validate.*")
        lost = (kept / "list.000001").read_text().split("\0")[:-1]
        self.assertGreater(len(lost), 1)
        self.assertEqual(self.judged(result), {**self.expected(), **{model: "error" for model in lost}})
        self.assertEqual(result.stdout.count("none of the reports contains this model"), len(lost))


if __name__ == "__main__":
    unittest.main()
