using Satcom.Domain.Common;

namespace Satcom.Domain.Identity;

/// <summary>
/// That somebody asked for a new password. It is written whether or not there is such an account, and looked into later, so that the
/// answer tells nothing by its time.
/// </summary>
[Audited("passwordRequest")]
public sealed class PasswordRequest : AggregateRoot
{
    public const int SourceMaxLength = 64;

    public PasswordRequest(Guid tenantId, Guid id, string normalizedEmail, string source, DateTimeOffset requestedAt)
        : base(tenantId, id)
    {
        NormalizedEmail = normalizedEmail;
        Source = source;
        RequestedAt = requestedAt;
        Raise(new PasswordForgotten(id));
    }

    /// <summary>Empty where the request can concern nobody.</summary>
    [Secret]
    public string NormalizedEmail { get; private set; }

    /// <summary>The network address that asked.</summary>
    public string Source { get; private set; }

    public DateTimeOffset RequestedAt { get; private set; }
}

/// <summary>Somebody asked for a new password.</summary>
public sealed record PasswordForgotten(Guid RequestId) : DomainEvent
{
    /// <inheritdoc/>
    public override Guid AggregateId => RequestId;
}
