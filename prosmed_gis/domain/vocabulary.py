"""The closed vocabularies of the canonical layers.

Readers translate each source's spelling into these values; nothing past the readers sees another.
"""

from __future__ import annotations

from enum import StrEnum


class FacilityKind(StrEnum):
    """What a facility is. `security_other` and `unclassified` are kept but never count as a service."""

    COMMISSARIAT = "commissariat"
    POSTE = "poste"
    BRIGADE = "brigade"
    TGI = "tgi"
    TI = "ti"
    JPCE = "jpce"
    COURT = "court"
    EPES = "epes"
    ONE_STOP_CENTRE = "one_stop_centre"
    CNDH_OFFICE = "cndh_office"
    BARRACKS = "barracks"
    CUSTOMS = "customs"
    BORDER_POST = "border_post"
    CHECKPOINT = "checkpoint"
    SECURITY_OTHER = "security_other"
    UNCLASSIFIED = "unclassified"


class Service(StrEnum):
    """The three links of the criminal-justice chain."""

    SECURITY = "security"
    JUSTICE = "justice"
    PRISON = "prison"


SERVICE_OF_KIND: dict[FacilityKind, Service] = {
    FacilityKind.COMMISSARIAT: Service.SECURITY,
    FacilityKind.POSTE: Service.SECURITY,
    FacilityKind.BRIGADE: Service.SECURITY,
    FacilityKind.TGI: Service.JUSTICE,
    FacilityKind.TI: Service.JUSTICE,
    FacilityKind.JPCE: Service.JUSTICE,
    FacilityKind.COURT: Service.JUSTICE,
    FacilityKind.EPES: Service.PRISON,
}
"""Kinds that give a service to people; a kind that is not here serves nobody in the computations."""


class FacilityStatus(StrEnum):
    """Whether a facility works at the date of its source; `unknown` counts only where the configuration says so."""

    WORKING = "working"
    PARTLY = "partly"
    PERIODIC = "periodic"
    RELOCATED = "relocated"
    CLOSED = "closed"
    UNDER_WORKS = "under_works"
    PLANNED = "planned"
    UNKNOWN = "unknown"


class EventType(StrEnum):
    """Types of events, after ACLED's event types and UCDP's types of violence."""

    BATTLE = "battle"
    EXPLOSION = "explosion"
    CIVILIANS = "civilians"
    RIOT = "riot"
    PROTEST = "protest"
    STRATEGIC = "strategic"


class ActorKind(StrEnum):
    """Kinds of actors (ACLED's inter codes 1-8)."""

    STATE = "state"
    REBEL = "rebel"
    POLITICAL_MILITIA = "political_militia"
    IDENTITY_MILITIA = "identity_militia"
    RIOTERS = "rioters"
    PROTESTERS = "protesters"
    CIVILIANS = "civilians"
    EXTERNAL = "external"
    UNKNOWN = "unknown"


class EventClass(StrEnum):
    """Classes of monthly counts; they overlap and are never added to one another."""

    POLITICAL_VIOLENCE = "political_violence"
    CIVILIAN_TARGETING = "civilian_targeting"
    COMMUNAL_VIOLENCE = "communal_violence"
    DEMONSTRATIONS = "demonstrations"


class WorkKind(StrEnum):
    """What is built or repaired."""

    COMMISSARIAT = "commissariat"
    BRIGADE = "brigade"
    TI = "ti"
    COURT = "court"
    EPES = "epes"
    ONE_STOP_CENTRE = "one_stop_centre"
    CNDH_OFFICE = "cndh_office"


SERVICE_OF_WORK: dict[WorkKind, Service] = {
    WorkKind.COMMISSARIAT: Service.SECURITY,
    WorkKind.BRIGADE: Service.SECURITY,
    WorkKind.TI: Service.JUSTICE,
    WorkKind.COURT: Service.JUSTICE,
    WorkKind.EPES: Service.PRISON,
}


class WorkAction(StrEnum):
    """What is done to it; `transform` turns a JPCE into a TI."""

    BUILD = "build"
    TRANSFORM = "transform"
    FINISH = "finish"
    REHABILITATE = "rehabilitate"
    EQUIP = "equip"


class PlanStatus(StrEnum):
    """Where a line of the plan comes from: given by the document, placed by the tool, a partner's."""

    GIVEN = "given"
    PLANNED = "planned"
    PARTNER = "partner"


class WorkStage(StrEnum):
    """Stages of a building work, in order; their shares of completion are in the configuration."""

    IDENTIFIED = "identified"
    LAND_SECURED = "land_secured"
    TENDER = "tender"
    CONTRACT = "contract"
    WORKS = "works"
    PROVISIONAL_ACCEPTANCE = "provisional_acceptance"
    EQUIPPED = "equipped"
    STAFFED = "staffed"
    WORKING = "working"


class Track(StrEnum):
    """The two logics of the programme: stabilise the Centre-North, prevent spread to the South."""

    STABILISE = "stabilise"
    PREVENT = "prevent"


class PlaceLevel(StrEnum):
    """The level at which a presence was stated; a row for a region is not presence in each cercle."""

    NATIONAL = "national"
    REGION = "region"
    CERCLE = "cercle"
    COMMUNE = "commune"
    UNSTATED = "unstated"


class Season(StrEnum):
    """The two seasons of the ground: the rains cut tracks and widen rivers."""

    DRY = "dry"
    RAINS = "rains"


class SecurityState(StrEnum):
    """Whether recent events slow or close the ground around them."""

    CALM = "calm"
    INCIDENTS = "incidents"


class TravelMode(StrEnum):
    """How people go: with a vehicle wherever one passes (on foot elsewhere), or on foot all the way."""

    VEHICLE = "vehicle"
    FOOT = "foot"


class Audience(StrEnum):
    """For whom an output is made; each sees less than the one before."""

    INTERNAL = "internal"
    PARTNERS = "partners"
    PUBLIC = "public"


class Language(StrEnum):
    """Languages of what a user reads."""

    FR = "fr"
    EN = "en"
