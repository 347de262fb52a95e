#!/usr/bin/env bash
# Agent Skills (agentskills.io/specification): SKILL.md begins with YAML frontmatter between two lines `---`. The
# reference library skills-ref 0.1.1 (PyPI) ends the frontmatter at the next three hyphens wherever they stand:
# - In the middle of a description the text ends there, and the keys after it (the licence) are gone. `validate` says
#   that the skill is valid.
# - In a quoted description, or in a comment, a valid skill is refused.
# A line `---` is not asked for: a description that ends in three hyphens is a whole skill.
# What stands between is read by strictyaml, which refuses YAML that any other reader takes: a mapping or a list in
# brackets, an anchor, a tag.
#
# Seen on 2026-11-29: the lines that this prints.
#
# Ends with 0 while that is so. Needs python3.11 and its package index; writes into a temporary folder only.
set -euo pipefail
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
python3.11 -m venv environment
environment/bin/pip install --quiet --disable-pip-version-check skills-ref==0.1.1 pyyaml==6.0.3
cat > skills.py <<'END_OF_PYTHON'
from pathlib import Path

import yaml
from skills_ref import read_properties, validate

SKILLS = {
    "plain": "name: plain\ndescription: Reads tables.\nlicense: MIT",
    "dashes": "name: dashes\ndescription: Reads tables --- wide ones too.\nlicense: MIT",
    "quoted": 'name: quoted\ndescription: "Reads tables --- wide ones too."\nlicense: MIT',
    "comment": "# --- for people ---\nname: comment\ndescription: Reads tables.\nlicense: MIT",
    "brackets": 'name: brackets\ndescription: Reads tables.\nlicense: MIT\nmetadata: {version: "1"}',
    "tagged": "name: tagged\ndescription: !!str Reads tables.\nlicense: MIT",
}
for name, head in SKILLS.items():
    assert yaml.safe_load(head)["license"] == "MIT", "YAML has them all"
    folder = Path(name)
    folder.mkdir()
    (folder / "SKILL.md").write_text(f"---\n{head}\n---\n\nRead them.\n")
    problems = validate(folder)
    if problems:
        print(f"{name}: refused")
    else:
        read = read_properties(folder)
        print(f"{name}: valid, description {read.description!r}, licence {read.license!r}")
open_end = Path("open")
open_end.mkdir()
(open_end / "SKILL.md").write_text("---\nname: open\ndescription: Reads tables---\n")
print("open:", "refused" if validate(open_end) else "valid")
END_OF_PYTHON
environment/bin/python skills.py | tee seen.txt
diff - seen.txt <<'END_OF_TEXT'
plain: valid, description 'Reads tables.', licence 'MIT'
dashes: valid, description 'Reads tables', licence None
quoted: refused
comment: refused
brackets: refused
tagged: refused
open: valid
END_OF_TEXT
