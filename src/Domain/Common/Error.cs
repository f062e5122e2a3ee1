namespace Satcom.Domain.Common;

/// <summary>What sort of refusal an <see cref="Error"/> is; one place maps it to an HTTP status.</summary>
public enum ErrorKind
{
    /// <summary>The request is malformed (400).</summary>
    Invalid,

    /// <summary>Nobody is signed in, or the proof is not good (401).</summary>
    Unauthenticated,

    /// <summary>Signed in, but a permission is missing (403).</summary>
    Forbidden,

    /// <summary>No such thing in the caller's tenant (404).</summary>
    NotFound,

    /// <summary>The thing's present state forbids it (409).</summary>
    Conflict,

    /// <summary>The caller's version is not the current one (412).</summary>
    VersionMismatch,

    /// <summary>A business rule refuses it (422).</summary>
    Unprocessable,

    /// <summary>Too many requests (429).</summary>
    RateLimited,

    /// <summary>A part that the request needs is not available just now (503).</summary>
    Unavailable,
}

/// <summary>An expected failure. Each feature declares its own as one-line records.</summary>
/// <param name="Code">Stable, snake_case; clients branch on it.</param>
/// <param name="Kind">Decides the HTTP status.</param>
public abstract record Error(string Code, ErrorKind Kind);

/// <summary>A refusal whose changes are kept: ending a session because its token was stolen, for one.</summary>
public interface IKeepsChanges;

/// <summary>There is no such thing in the caller's tenant.</summary>
public sealed record NotFound() : Error("not_found", ErrorKind.NotFound);

/// <summary>A permission is missing.</summary>
public sealed record Forbidden() : Error("forbidden", ErrorKind.Forbidden);

/// <summary>Nobody is signed in.</summary>
public sealed record Unauthenticated() : Error("unauthenticated", ErrorKind.Unauthenticated);

/// <summary>The version in If-Match is not the current one.</summary>
public sealed record VersionMismatch() : Error("version_mismatch", ErrorKind.VersionMismatch);

/// <summary>The id that the client supplied is taken by a thing with other content.</summary>
public sealed record IdConflict() : Error("id_conflict", ErrorKind.Conflict);
