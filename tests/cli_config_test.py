# SPDX-License-Identifier: Apache-2.0
"""The sources of settings: the config, its entries for some files, and flags, which override both."""

import json
import os
import shutil
import unittest

import jsonschema

from support.program import BAD, GOOD, SOURCE, TESTDATA, Test, run

NAME = ".aimet-validate.json"
SCHEMA = jsonschema.Draft202012Validator(json.loads((SOURCE / "tools" / "config.schema.json").read_text()))


class Config(Test):
    def setUp(self):
        super().setUp()
        for model in (GOOD, BAD, "small_resnet.traced.pt"):
            shutil.copyfile(TESTDATA / model, self.folder / model)

    def write(self, config, name=NAME):
        text = config if isinstance(config, str) else json.dumps(config)
        (self.folder / name).write_text(text)

    def settings(self, *arguments, folder=None):
        result = run("--print-config", *arguments, folder=folder or self.folder)
        self.assertEqual(result.returncode, 0, result.stderr)
        return [entry["settings"] for entry in json.loads(result.stdout)]


class Found(Config):
    def test_the_nearest_one_at_or_above_the_working_folder_holds(self):
        below = self.folder / "a" / "b"
        below.mkdir(parents=True)
        self.write({"opset": 11})
        self.assertEqual(self.settings(folder=below)[0]["opset"],
                         {"value": 11, "from": str(self.folder / NAME)})
        self.write({"opset": 12}, f"a/{NAME}")
        self.assertEqual(self.settings(folder=below)[0]["opset"]["value"], 12)

    def test_config_names_another_and_no_config_none(self):
        self.write({"opset": 11})
        self.write({"opset": 12}, "other.json")
        self.assertEqual(self.settings("--config", "other.json")[0]["opset"], {"value": 12, "from": "other.json"})
        self.assertEqual(self.settings("--no-config")[0]["opset"], {"value": 17, "from": "default"})

    def test_the_config_in_force_is_named(self):
        self.write({"opset": 11})
        self.assertIn(f"Settings are taken from {self.folder / NAME}\n", run(GOOD, "--static", folder=self.folder).stderr)
        self.assertNotIn("Settings", run(GOOD, "--static", "--no-config", folder=self.folder).stderr)

    @unittest.skipUnless(os.geteuid() == 0, "only root can give a file to another user")
    def test_a_config_of_another_user_is_refused_unless_it_is_named(self):
        self.write({"opset": 11})
        os.chown(self.folder / NAME, 12345, -1)
        self.refuses(GOOD, "--static", says=[NAME, "another user (uid 12345)", "--config", "--no-config"], folder=self.folder)
        self.assertEqual(self.settings("--config", NAME)[0]["opset"]["value"], 11)
        self.assertEqual(run(GOOD, "--static", "--no-config", folder=self.folder).returncode, 0)
        with self.subTest("what root became from by sudo"):
            sudo = run("--print-config", GOOD, folder=self.folder, environment={"SUDO_UID": "12345"})
            self.assertEqual(sudo.returncode, 0, sudo.stderr)
        with self.subTest("a link of another user"):
            (self.folder / NAME).rename(self.folder / "own.json")
            os.chown(self.folder / "own.json", 0, -1)
            (self.folder / NAME).symlink_to("own.json")
            os.lchown(self.folder / NAME, 12345, -1)
            self.refuses(GOOD, "--static", says="another user", folder=self.folder)

    def test_a_flag_beats_the_config(self):
        self.write({"opset": 11, "fail_on": "never", "exclude_modules": ["a"]})
        settings = self.settings("--opset", "13", "--exclude-module", "b")[0]
        self.assertEqual(settings["opset"], {"value": 13, "from": "the command line"})
        self.assertEqual(settings["exclude_modules"]["value"], ["b"])
        self.assertEqual(settings["fail_on"]["value"], "never")

    def test_values_come_through_as_they_are(self):
        for glob in ("[ab].*", "[ab]", "{a,b}", 'with "quotes"', "a=b", "-x", "a b", "*"):
            settings = self.settings("--exclude-module", glob, "net.pt")[0]
            self.assertEqual(settings["exclude_modules"]["value"], [glob])
        settings = self.settings("--allow-op=Add", "--allow-op", "relu", "net.pt")[0]
        self.assertEqual(settings["allow_ops"]["value"], ["Add", "relu"])

    def test_entries_hold_for_the_files_that_match_and_later_ones_win(self):
        self.write({"opset": 10, "overrides": [
            {"files": "*.traced.pt", "opset": 11}, {"files": "small_*", "opset": 12, "checks": {"reused-module": "off"}},
            {"files": "elsewhere/*", "opset": 13}]})
        good, small = self.settings(GOOD, str(self.folder / "small_resnet.traced.pt"))
        self.assertEqual(good["opset"]["value"], 11)
        self.assertEqual(small["opset"], {"value": 12, "from": str(self.folder / NAME) + ": /overrides/1"})
        self.assertEqual(small["checks.reused-module"]["value"], "off")

    def test_a_glob_with_a_slash_starts_at_the_folder_of_the_config(self):
        (self.folder / "sub").mkdir()
        self.write({"overrides": [{"files": "sub/*.pt", "opset": 9}]})
        inside, outside = self.settings("x.pt", "../x.pt", folder=self.folder / "sub")
        self.assertEqual((inside["opset"]["value"], outside["opset"]["value"]), (9, 17))

    def test_without_a_model_the_settings_of_all_files_are_printed(self):
        self.write({"overrides": [{"files": "*", "opset": 9}]})
        self.assertEqual(self.settings()[0]["opset"]["value"], 17)


class Used(Config):
    def run_json(self, *arguments):
        result = run(*arguments, "-q", "--format", "json", folder=self.folder)
        return result.returncode, json.loads(result.stdout)["models"]

    def test_checks_are_switched_off_and_on(self):
        self.write({"checks": {"missing-module": "off"}})
        status, [model] = self.run_json(BAD, "--static")
        self.assertEqual(status, 0)
        self.assertNotIn("missing-module", [check["id"] for check in model["checks"]])
        status, [model] = self.run_json(BAD, "--static", "--check", "missing-module")
        self.assertEqual((status, [check["id"] for check in model["checks"]]), (1, ["missing-module"]))

    def test_a_severity_moves_check_finding_and_status_together(self):
        for severity, exit_status, check_status in [("warning", 0, "failed"), ("note", 0, "passed"), ("error", 1, "failed")]:
            self.write({"checks": {"missing-module": severity}})
            status, [model] = self.run_json(BAD, "--static", "--check", "missing-module")
            [check] = model["checks"]
            self.assertEqual((status, check["severity"], check["status"]), (exit_status, severity, check_status))
            self.assertEqual({finding["severity"] for finding in check["findings"]}, {severity})

    def test_inputs_belong_to_files_and_paths_in_them_to_the_folder_of_the_config(self):
        shutil.copyfile(TESTDATA / "functional_linear.inputs.json", self.folder / "spec.json")
        self.write({"inputs": [{"files": "functional_*", "input_spec": "spec.json"}]})
        (self.folder / "sub").mkdir()
        result = run(f"../{GOOD}", "../small_resnet.traced.pt", "-q", "--format", "json", folder=self.folder / "sub")
        self.assertEqual([model["mode"] for model in json.loads(result.stdout)["models"]], ["observed", "static"])

    def test_a_glob_with_a_slash_holds_in_the_worker_too(self):
        (self.folder / "sub").mkdir()
        shutil.copyfile(TESTDATA / GOOD, self.folder / "sub" / GOOD)
        shutil.copyfile(TESTDATA / "functional_linear.inputs.json", self.folder / "spec.json")
        self.write({"inputs": [{"files": "sub/*", "input_spec": "spec.json"}]})
        self.assertEqual([model["mode"] for model in self.run_json(f"sub/{GOOD}", GOOD)[1]], ["observed", "static"])

    def test_shapes_in_the_config_are_fed(self):
        spec = json.loads((TESTDATA / "small_resnet.inputs.json").read_text())
        shape = (spec.get("inputs") or spec["samples"][0]["inputs"])[0]["shape"]
        self.write({"inputs": [{"files": "small_*", "input_shape": [",".join(map(str, shape))]}]})
        _, [model] = self.run_json("small_resnet.traced.pt")
        self.assertEqual(model["mode"], "observed")

    def test_fail_on_and_excludes_hold(self):
        self.write({"fail_on": "never"})
        self.assertEqual(self.run_json(BAD, "--static")[0], 0)
        self.write({"exclude_modules": ["layer*"], "overrides": [{"files": "small_*", "allow_ops": ["Add"]}]})
        self.assertEqual(self.run_json("small_resnet.traced.pt", "--static", "--check", "*ed-module")[0], 0)


class Mistakes(Config):
    CASES = [
        ({"chekcs": {}}, ['no key "chekcs"', "did you mean checks?"]),
        ({"checks": {"reused-modul": "off"}}, ["/checks/reused-modul", "did you mean reused-module?"]),
        ({"checks": {"reused-module": "fatal"}}, ["/checks/reused-module", 'found "fatal"']),
        ({"checks": {"reused-module": False}}, ["/checks/reused-module", "expected off, on, note"]),
        ({"checks": []}, ["/checks", "expected an object"]),
        ({"opset": "17"}, ["/opset", "expected a whole number"]),
        ({"opset": 21}, ["/opset", "from 7 to 20"]),
        ({"opset": 17.0}, ["/opset", "expected a whole number"]),
        ({"aimet_version": 2.14}, ["/aimet_version", "expected a string"]),
        ({"torch_version": "2.5"}, ["/torch_version", "did you mean 2.6?"]),
        ({"max_ops": 0}, ["/max_ops", "above zero"]),
        ({"static": 1}, ["/static", "true or false"]),
        ({"exclude_modules": "head.*"}, ["/exclude_modules", "expected an array of strings"]),
        ({"allow_ops": ["Add", 3]}, ["/allow_ops/1", "expected a string"]),
        ({"fail_on": "always"}, ["/fail_on", "error, warning, never"]),
        ({"inputs": {"files": "*"}}, ["/inputs", "expected an array"]),
        ({"inputs": [{"input_shape": ["1"]}]}, ["/inputs/0", '"files" is missing']),
        ({"inputs": [{"files": "*"}]}, ["/inputs/0", "neither input_shape nor input_spec"]),
        ({"inputs": [{"files": "*", "input_shape": ["1"], "input_spec": "x"}]}, ["/inputs/0", "found both"]),
        ({"overrides": [{"files": "", "opset": 9}]}, ["/overrides/0/files", "a glob"]),
        ({"overrides": [{"files": "*", "fail_on": "never"}]}, ["/overrides/0", 'no key "fail_on"']),
        ({"overrides": [{"files": "*", "opsett": 9}]}, ["/overrides/0", "did you mean opset?"]),
        ([], ["expected an object"]),
    ]

    def test_each_is_refused_with_its_place_and_by_the_schema(self):
        for config, says in self.CASES:
            with self.subTest(config=config):
                self.write(config)
                self.refuses(GOOD, "--static", says=[NAME, *says], folder=self.folder)
                if config != {"opset": 17.0} and "reused-modul" not in str(config.get("checks", {}) if config else ""):
                    self.assertFalse(SCHEMA.is_valid(config), config)

    def test_broken_json_and_missing_files(self):
        self.write('{"opset": 17,,}')
        self.refuses(GOOD, "--static", says=[NAME + ":1:", "not valid JSON"], folder=self.folder)
        self.write('{"opset": 17, "opset": 18}')
        self.refuses(GOOD, "--static", says=[NAME, "twice"], folder=self.folder)
        self.refuses(GOOD, "--config", "nope.json", says=["nope.json", "No such file"], folder=self.folder)
        self.write({"inputs": [{"files": "*", "input_spec": "nope.json"}]})
        self.refuses(GOOD, says=["/inputs/0/input_spec", "nope.json"], folder=self.folder)

    def test_the_schema_accepts_what_the_program_accepts(self):
        shutil.copyfile(TESTDATA / "functional_linear.inputs.json", self.folder / "spec.json")
        for config in [
            {},
            {"$schema": "config.schema.json", "checks": {"reused-module": "note", "missing-module": "on"},
             "exclude_modules": ["head.*"], "allow_ops": ["Add"], "aimet_version": "1.13.0", "torch_version": "2.14",
             "opset": 7, "static": True, "max_ops": 1, "fail_on": "warning",
             "inputs": [{"files": "*.pt", "input_shape": ["1,3,8,8", "scale=scalar"]},
                        {"files": "a/*", "input_spec": "spec.json"}],
             "overrides": [{"files": "*", "checks": {"missing-module": "off"}, "static": False}]},
        ]:
            SCHEMA.validate(config)
            self.write(config)
            self.settings(GOOD)

    def test_the_schema_is_a_schema(self):
        SCHEMA.check_schema(SCHEMA.schema)


if __name__ == "__main__":
    unittest.main()
