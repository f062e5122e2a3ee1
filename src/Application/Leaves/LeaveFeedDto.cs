using Satcom.Domain.Leaves;

namespace Satcom.Application.Leaves;

/// <summary>A person's link to approved leave for calendar programs.</summary>
/// <param name="Scope">What it shows.</param>
/// <param name="CreatedAt">When the link was made.</param>
public sealed record LeaveFeedDto(LeaveFeedScope Scope, DateTimeOffset CreatedAt);

/// <summary>A new link, with its secret: it is told this once.</summary>
/// <param name="Url">What a calendar program subscribes to. Whoever has it sees the feed.</param>
/// <param name="Scope">What it shows.</param>
/// <param name="CreatedAt">When the link was made.</param>
public sealed record NewLeaveFeedDto(Uri Url, LeaveFeedScope Scope, DateTimeOffset CreatedAt)
{
    /// <inheritdoc/>
    public override string ToString() => nameof(NewLeaveFeedDto);
}
