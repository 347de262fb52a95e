"""The user, organizations, teams and robots."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from .bodies import UPDATE_TEAM, optional_body, required_body
from .call import Call
from .errors import early, invalid, not_found, unauthenticated
from .messages import Answer, json_answer
from .world import Organization, Team, avatar, date

_ROBOT = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")


def get_user(call: Call) -> Answer:
    identity = call.identity
    if identity is None:
        raise unauthenticated({"session_required": False})
    name = identity.user
    organizations = [
        _membership(organization, name, full=identity.full)
        for organization in call.world.organizations.values()
        if organization.is_member(name)
    ]
    shown: dict[str, Any] = {"anonymous": False, "username": name, "avatar": avatar(name)}
    if identity.full:
        shown |= _private(call.world.users[name])
    return json_answer(shown | {"organizations": organizations})


def _private(email: str) -> dict[str, Any]:
    quota = {
        "quota_bytes": 3000,
        "configured_quota": None,
        "running_backfill": "complete",
        "backfill_status": "complete",
    }
    return {
        "can_create_repo": True,
        "is_me": True,
        "verified": True,
        "email": email,
        "logins": [],
        "invoice_email": False,
        "invoice_email_address": None,
        "preferred_namespace": True,
        "tag_expiration_s": 1209600,
        "prompts": [],
        "company": None,
        "family_name": None,
        "given_name": None,
        "location": None,
        "is_free_account": False,
        "has_password_set": True,
        "quotas": [],
        "quota_report": quota,
    }


def _membership(organization: Organization, user: str, *, full: bool) -> dict[str, Any]:
    admin = organization.is_admin(user)
    shown: dict[str, Any] = {
        "name": organization.name,
        "avatar": avatar(organization.name, "org"),
        "can_create_repo": full and admin,
        "public": False,
    }
    if full:
        shown |= {"is_org_admin": admin, "preferred_namespace": False}
    return shown


def get_organization(call: Call) -> Answer:
    """An organization; strangers, even nobody at all, see its name."""
    organization = call.world.organizations.get(call["orgname"])
    if organization is None:
        raise not_found()
    identity = call.identity
    user = identity.user if identity is not None and identity.full else None
    member = organization.is_member(user)
    shown: dict[str, Any] = {
        "name": organization.name,
        "email": "",
        "avatar": avatar(organization.name),
        "is_admin": organization.is_admin(user),
        "is_member": member,
    }
    return json_answer(shown | (_inside(organization, user) if member else {}))


def _inside(organization: Organization, user: str | None) -> dict[str, Any]:
    teams = {
        team.name: {
            "name": team.name,
            "description": team.description,
            "role": team.role,
            "avatar": avatar(team.name, "team"),
            "can_view": user in team.members,
            "repo_count": 0,
            "member_count": len(team.members),
            "is_synced": False,
        }
        for team in organization.teams.values()
    }
    limits = [{"id": 1, "type": "Warning", "limit_percent": 50}]
    report = {
        "quota_bytes": 184,
        "configured_quota": 3000,
        "running_backfill": "complete",
        "backfill_status": "complete",
    }
    return {
        "teams": teams,
        "ordered_teams": list(teams),
        "quotas": [{"id": 1, "limit_bytes": 3000, "limits": limits}],
        "quota_report": report,
    }


def _administered(call: Call) -> Organization:
    name = call["orgname"]
    call.must_own(name)
    organization = call.world.organizations.get(name)
    if organization is None:
        raise early(400, f"Organization does not exist: {name}")
    return organization


def update_team(call: Call) -> Answer:
    call.user()
    organization = _administered(call)
    body = required_body(call.request, UPDATE_TEAM)
    name = call["teamname"]
    team = organization.teams.get(name)
    created = team is None
    team = team or organization.teams.setdefault(name, Team(name, body["role"]))
    team.role = body["role"]
    team.description = body.get("description", team.description)
    return json_answer(
        {
            "name": name,
            "description": team.description,
            "can_view": True,
            "role": team.role,
            "avatar": avatar(name, "team"),
            "new_team": created,
        }
    )


def create_robot(call: Call) -> Answer:
    organization = _administered(call)
    body = optional_body(call.request)
    name = call["robot_shortname"]
    if not _ROBOT.fullmatch(name):
        reason = f"Namespace must match expression ^({_ROBOT.pattern})$"
        raise invalid(f"The name for the robot '{name}' is invalid: {reason}")
    full_name = f"{organization.name}+{name}"
    if name in organization.robots:
        raise invalid(f"Existing robot with name: {full_name}")
    token = hashlib.sha256(full_name.encode()).hexdigest().upper()
    organization.robots[name] = token
    return json_answer(
        {
            "name": full_name,
            "created": date(call.world.now()),
            "last_accessed": None,
            "description": body.get("description", ""),
            "token": token,
            "unstructured_metadata": body.get("unstructured_metadata"),
        },
        201,
    )
