"""The kinds of problem: one row each, shown at /problems/{code} and in docs/problems.md."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """A kind of problem: its HTTP status, what it means and what to do about it."""

    code: str
    status: int
    title: str
    meaning: str
    remedy: str


KINDS = (
    ProblemKind(
        "bad_request",
        400,
        "The request cannot be understood",
        "The request as a whole is not well formed, for example a body that is not JSON.",
        "Compare it with the example of the operation in the documentation.",
    ),
    ProblemKind(
        "unknown_parameter",
        400,
        "Unknown parameter",
        "The operation has no parameter of this name. Nothing is ignored silently, since a "
        "filter with a typing error would then look like an answer.",
        "Use the name given as `nearest`, or one of those that the documentation lists.",
    ),
    ProblemKind(
        "duplicate_parameter",
        400,
        "Parameter given twice",
        "A parameter that takes one value was given several times.",
        "Give it once. Parameters that take several values say so in the documentation.",
    ),
    ProblemKind(
        "bad_query",
        400,
        "The query cannot be run as written",
        "The words contain something that cannot be searched for, such as a prefix of one "
        "letter or a leading `*`. `errors[].position` says where.",
        "Change the query at that position; see the page on the query language.",
    ),
    ProblemKind(
        "bad_cursor",
        400,
        "Bad cursor",
        "The cursor was not made by this archive, was changed, or belongs to another search.",
        "Follow `next` from an answer unchanged, or start again without `cursor`.",
    ),
    ProblemKind(
        "unauthorized",
        401,
        "A key is needed",
        "The operation needs a key, or the key is unknown, expired or revoked.",
        "Send `Authorization: Bearer <key>`. Keys are made with `onrecord keys add`.",
    ),
    ProblemKind(
        "forbidden",
        403,
        "Not allowed",
        "The key (or the access without a key) does not include this.",
        "Use a key with the scope that the answer names.",
    ),
    ProblemKind(
        "not_found",
        404,
        "Not found",
        "Nothing has this id or address.",
        "Check the id; ids are found with the list and search operations.",
    ),
    ProblemKind(
        "method_not_allowed",
        405,
        "Method not allowed",
        "The address exists, but not with this method; `Allow` lists those that do.",
        "Use one of the methods in `Allow`.",
    ),
    ProblemKind(
        "not_acceptable",
        406,
        "No such format",
        "The answer does not exist in a format that the request accepts.",
        "Ask for one of the formats listed in `detail`, with `Accept` or `?format=`.",
    ),
    ProblemKind(
        "request_timeout",
        408,
        "Body too slow",
        "The request's body did not arrive in the time that the archive waits for one.",
        "Send it again, in smaller parts over a slow line.",
    ),
    ProblemKind(
        "conflict",
        409,
        "Conflict",
        "The request does not fit the present state, for example an `Idempotency-Key` that "
        "was used with another body.",
        "Read the present state and decide again; use a new `Idempotency-Key` for new work.",
    ),
    ProblemKind(
        "cursor_expired",
        410,
        "Cursor expired",
        "The state of the index that the cursor walks through is no longer kept.",
        "Start the walk again without `cursor`.",
    ),
    ProblemKind(
        "body_too_large",
        413,
        "Body too large",
        "The request's body is larger than this archive accepts (`ONRECORD_MAX_BODY_BYTES`).",
        "Send it in parts.",
    ),
    ProblemKind(
        "url_too_long",
        414,
        "Address too long",
        "The address is longer than 32,000 bytes.",
        "Send the search as JSON with `POST` to the operation's `/search`.",
    ),
    ProblemKind(
        "unsupported_media_type",
        415,
        "Unsupported media type",
        "The body's `Content-Type` is none that the operation reads.",
        "Send one of the types listed in `detail`.",
    ),
    ProblemKind(
        "invalid_value",
        422,
        "Invalid value",
        "A parameter or field has a value that it cannot have: a wrong type, a date that does "
        "not exist, a number out of range. `errors[]` names each.",
        "Correct the values named in `errors[]`.",
    ),
    ProblemKind(
        "too_many_requests",
        429,
        "Too many requests",
        "This client has used more server time than its share.",
        "Wait for the seconds given in `Retry-After`.",
    ),
    ProblemKind(
        "headers_too_large",
        431,
        "Headers too large",
        "The request's headers are larger than 32,000 bytes in all.",
        "Send fewer or shorter headers; cookies are not used here.",
    ),
    ProblemKind(
        "internal_error",
        500,
        "Internal error",
        "A fault of the archive, logged with the request's id.",
        "Try again; if it stays, report it with `request_id`.",
    ),
    ProblemKind(
        "index_unavailable",
        503,
        "The index is not available",
        "No index is open: it is missing, being built or cannot be read. Articles, quotations "
        "and speakers by id are still answered.",
        "Try again after `Retry-After`; the operator sees more with `onrecord doctor`.",
    ),
    ProblemKind(
        "database_unavailable",
        503,
        "The database is not available",
        "The database is locked, full, not migrated or from a newer release.",
        "Try again after `Retry-After`; the operator sees more with `onrecord doctor`.",
    ),
    ProblemKind(
        "overloaded",
        503,
        "Too busy",
        "More requests are waiting than can be answered in time.",
        "Try again after `Retry-After`.",
    ),
)

KIND_BY_CODE = {kind.code: kind for kind in KINDS}

# What a bare status (raised by the framework) is called.
CODE_BY_STATUS = {
    400: "bad_request",
    401: "unauthorized",
    403: "forbidden",
    404: "not_found",
    405: "method_not_allowed",
    406: "not_acceptable",
    409: "conflict",
    413: "body_too_large",
    414: "url_too_long",
    415: "unsupported_media_type",
    422: "invalid_value",
    429: "too_many_requests",
    431: "headers_too_large",
    500: "internal_error",
    503: "overloaded",
}
