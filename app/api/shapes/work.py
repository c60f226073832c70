"""Jobs, ingest by HTTP, corrections."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field, model_validator

from app.api.shapes.envelope import Asked, Shape

JobStateName = Literal["queued", "running", "succeeded", "partial", "failed", "cancelled"]
OutcomeName = Literal["stored", "revised", "unchanged", "rejected"]
MAX_REASON_CHARACTERS = 1_000

Reason = Annotated[
    str,
    Field(
        min_length=1,
        max_length=MAX_REASON_CHARACTERS,
        description="Why, for those who read the list of corrections later.",
        examples=["the same person under two spellings"],
    ),
]


class Job(Shape):
    """A run of work."""

    id: Annotated[str, Field(description="The job's id.", examples=["job_example"])]
    kind: Annotated[str, Field(description="ingest, retry, reprocess or reindex.")]
    state: Annotated[
        JobStateName, Field(description="`partial`: it ended, and some documents were rejected.")
    ]
    n_total: Annotated[int | None, Field(description="Documents in all, where known.")]
    n_stored: Annotated[int, Field(ge=0, description="New articles.")]
    n_revised: Annotated[int, Field(ge=0, description="Articles that changed.")]
    n_unchanged: Annotated[int, Field(ge=0, description="Articles known already.")]
    n_rejected: Annotated[int, Field(ge=0, description="Documents that are no article.")]
    message: Annotated[str | None, Field(description="Why it failed.")]
    is_cancel_asked: Annotated[bool, Field(description="Whether it will end after its batch.")]
    created_at: Annotated[datetime, Field(description="When it was asked for.")]
    started_at: Annotated[datetime | None, Field(description="When it began.")]
    ended_at: Annotated[datetime | None, Field(description="When it ended.")]


class JobItem(Shape):
    """One document of a job."""

    position: Annotated[int, Field(ge=0, description="Its place in the source.")]
    origin: Annotated[str, Field(description="Where it was found.")]
    outcome: Annotated[OutcomeName, Field(description="What became of it.")]
    article_id: Annotated[str | None, Field(description="The article made of it.")]
    reason: Annotated[str | None, Field(description="Why it was rejected.")]
    detail: Annotated[str | None, Field(description="Why, in words.")]
    has_source: Annotated[bool, Field(description="Whether its source is kept for another try.")]


class JobRequest(Asked):
    """Work to do on the whole archive."""

    model_config = ConfigDict(
        json_schema_extra={
            "if": {"properties": {"kind": {"const": "retry"}}},
            "then": {"required": ["job"], "properties": {"job": {"type": "string"}}},
        },
    )

    kind: Annotated[
        Literal["retry", "reprocess", "reindex"],
        Field(
            description="`retry`: rejected documents of a job again; `reprocess`: the present rules "
            "over the kept sources; `reindex`: the whole index anew."
        ),
    ]
    job: Annotated[str | None, Field(max_length=100, description="The job to retry.")] = None
    all: Annotated[
        bool, Field(description="`reprocess` also what the present rules have read already.")
    ] = False

    @model_validator(mode="after")
    def _retry_names_a_job(self) -> JobRequest:
        if self.kind == "retry" and self.job is None:
            raise ValueError("retry needs the job to try again, in `job`")
        return self


class Correction(Shape):
    """What a person put right."""

    id: Annotated[str, Field(description="The correction's id.", examples=["cor_example"])]
    kind: Annotated[
        Literal["merge", "split", "alias", "attribute", "hide", "bounds"],
        Field(description="What was done."),
    ]
    subject: Annotated[str, Field(description="The speaker or quotation it is about.")]
    payload: Annotated[dict[str, Any], Field(description="What was decided, in public ids.")]
    author: Annotated[str, Field(description="Whose key it was.")]
    reason: Annotated[str, Field(description="Why.")]
    created_at: Annotated[datetime, Field(description="When.")]
    undone_by: Annotated[str | None, Field(description="Who took it back.")]
    undone_at: Annotated[datetime | None, Field(description="When it was taken back.")]


class AuditLine(Shape):
    """One write, as the audit trail has it."""

    at: Annotated[datetime, Field(description="When.")]
    actor: Annotated[
        str, Field(description="The name of the key, or `command` on the archive's own machine.")
    ]
    action: Annotated[str, Field(description="What was done.", examples=["merge"])]
    subject: Annotated[
        str | None,
        Field(description="The speaker, quotation, correction, job or key it was about."),
    ]
    details: Annotated[dict[str, Any], Field(description="What else identifies the write.")]


class MergeRequest(Asked):
    """Two speakers are one."""

    into: Annotated[str, Field(max_length=100, description="Id of the speaker that stays.")]
    reason: Reason


class SplitRequest(Asked):
    """One speaker is two."""

    aliases: Annotated[
        list[Annotated[str, Field(max_length=200)]],
        Field(min_length=1, max_length=100, description="The names of the other one."),
    ]
    reason: Reason


class AliasRequest(Asked):
    """Another name of a speaker."""

    alias: Annotated[str, Field(min_length=1, max_length=200, description="The name.")]
    reason: Reason


class CorrectionRequest(Asked):
    """A correction of one quotation."""

    model_config = ConfigDict(
        json_schema_extra={
            "if": {"properties": {"kind": {"const": "bounds"}}},
            "then": {
                "required": ["start", "end"],
                "properties": {"start": {"type": "integer"}, "end": {"type": "integer"}},
            },
        },
    )

    quotation: Annotated[str, Field(max_length=100, description="The quotation's id.")]
    kind: Annotated[
        Literal["attribute", "hide", "bounds"],
        Field(
            description="`attribute`: somebody else said it (or nobody known); `hide`: it is no "
            "quotation; `bounds`: it begins or ends elsewhere."
        ),
    ]
    speaker: Annotated[
        str | None,
        Field(max_length=100, description="`attribute`: the speaker's id; null: nobody."),
    ] = None
    start: Annotated[
        int | None, Field(ge=0, description="`bounds`: start in the text, in code points.")
    ] = None
    end: Annotated[int | None, Field(ge=0, description="`bounds`: end, not included.")] = None
    reason: Reason

    @model_validator(mode="after")
    def _bounds_have_both_ends(self) -> CorrectionRequest:
        if self.kind == "bounds" and (self.start is None or self.end is None):
            raise ValueError("bounds needs start and end")
        return self
