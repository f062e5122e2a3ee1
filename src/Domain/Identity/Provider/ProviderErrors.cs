using Satcom.Domain.Common;

namespace Satcom.Domain.Identity.Provider;

/// <summary>A refusal in OAuth's own words.</summary>
/// <param name="Reason">The error code of the protocol, such as invalid_grant.</param>
/// <param name="Description">For the developer at the other end; says nothing of the inside.</param>
public abstract record ProtocolError(string Reason, string Description, ErrorKind Kind) : Error("protocol_refused", Kind)
{
    public const string InvalidRequest = "invalid_request";
    public const string InvalidClient = "invalid_client";
    public const string InvalidGrant = "invalid_grant";
    public const string InvalidScope = "invalid_scope";
    public const string InvalidTarget = "invalid_target";
    public const string UnauthorizedClient = "unauthorized_client";
}

/// <summary>A refusal that leaves nothing behind.</summary>
public sealed record ProtocolRefused(string Reason, string Description) : ProtocolError(Reason, Description, ErrorKind.Invalid);

/// <summary>A refusal whose changes are kept: a burnt code, an ended family, a device that asked too soon.</summary>
public sealed record ProtocolRefusedForGood(string Reason, string Description) : ProtocolError(Reason, Description, ErrorKind.Invalid), IKeepsChanges;

/// <summary>A public client cannot keep a secret, and one with keys needs none.</summary>
public sealed record OAuthClientHasNoSecret() : Error("client_has_no_secret", ErrorKind.Conflict);

/// <summary>Nobody is authenticated as a client.</summary>
public sealed record ClientRefused() : ProtocolError(InvalidClient, "The client is not known or did not prove itself.", ErrorKind.Unauthenticated);
