using Satcom.Domain.Common;

namespace Satcom.Application.Common;

/// <summary>One word that an account is found by. The database keeps these rows in step with the accounts and employees themselves.</summary>
public sealed class UserSearchTerm : ITenantOwned
{
    public const int SourceMaxLength = 20;

    /// <inheritdoc/>
    public required Guid TenantId { get; init; }

    public required string Term { get; init; }

    public required Guid UserId { get; init; }

    /// <summary>The table that the word comes from.</summary>
    public required string Source { get; init; }
}
