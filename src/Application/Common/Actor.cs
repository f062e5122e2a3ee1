using System.Collections.Frozen;

namespace Satcom.Application.Common;

/// <summary>What sort of caller: nobody known, a user, a platform administrator inside another company, or the service itself.</summary>
public enum ActorKind
{
    Anonymous,
    User,

    /// <summary>A platform administrator inside another tenant, by an audited platform scope.</summary>
    PlatformScope,

    /// <summary>The service itself.</summary>
    System,

    /// <summary>An integrator's program for itself, without a person.</summary>
    Client,
}

/// <summary>Who sends a message: what was proved about them, as of a few seconds ago at most.</summary>
public sealed record Actor
{
    public static readonly Actor Anonymous = new() { Kind = ActorKind.Anonymous };

    public static readonly Actor System = new() { Kind = ActorKind.System };

    public required ActorKind Kind { get; init; }

    public Guid UserId { get; init; }

    public Guid SessionId { get; init; }

    /// <summary>Where the person's account is, for a platform administrator inside another tenant; null where it is in the tenant that they act in.</summary>
    public Guid? HomeTenantId { get; init; }

    public string DisplayName { get; init; } = string.Empty;

    public FrozenSet<string> Permissions { get; init; } = [];

    /// <summary>When the person last proved who they are with their password, in this session or in the one that it descends in.</summary>
    public DateTimeOffset ProvedAt { get; init; }

    /// <summary>The IANA zone that the person's "today" is judged in; the tenant's where they are no employee.</summary>
    public string TimeZone { get; init; } = "UTC";

    public Guid? TeamId { get; init; }

    /// <summary>The person's manager, that one's manager and so on, nearest first.</summary>
    public IReadOnlyList<Guid> ManagerChain { get; init; } = [];

    /// <summary>The integrator's program that acts; null where a person acts through Satcom's own apps.</summary>
    public string? ClientId { get; init; }

    /// <summary>That program's id in this API; its client_id is another text.</summary>
    public Guid? OAuthClientId { get; init; }

    /// <summary>What that program was granted; the permissions are cut to it.</summary>
    public FrozenSet<string> Scopes { get; init; } = [];

    /// <summary>True when nothing but the person's own rights limits what they may do.</summary>
    public bool ActsFreely { get; init; } = true;

    /// <summary>Whom it is counted for what they do: the person, or a program for itself.</summary>
    public Guid CountedAs => Kind == ActorKind.Client ? OAuthClientId.GetValueOrDefault() : UserId;

    public bool IsSignedIn => Kind is ActorKind.User or ActorKind.PlatformScope;

    public bool May(string permission) => Kind == ActorKind.System || Permissions.Contains(permission);
}
