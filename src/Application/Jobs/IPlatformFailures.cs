using Satcom.Domain.Jobs;

namespace Satcom.Application.Jobs;

/// <summary>What failed of any company. It reads past the locks between companies, so only use cases of the platform's administrators ask it; what an event or a message says it never reads.</summary>
public interface IPlatformFailures
{
    /// <summary>Events, mails and text messages that were given up.</summary>
    /// <param name="oldestFirst">False for the latest first.</param>
    Task<IReadOnlyList<PlatformDeadLetterDto>> DeadLettersAsync(DeadLetterSearch search, bool oldestFirst, int atMost, CancellationToken cancellationToken);

    /// <summary>Runs of companies that failed or were lost, those that were asked for last first.</summary>
    Task<IReadOnlyList<PlatformFailedRunDto>> FailedRunsAsync(FailedRunSearch search, int atMost, CancellationToken cancellationToken);
}

/// <summary>Which of what was given up.</summary>
/// <param name="After">The last one of the page before.</param>
public sealed record DeadLetterSearch(
    Guid? TenantId = null, UndeliveredKind? Kind = null, string? Type = null, DateTimeOffset? From = null, DateTimeOffset? To = null, IReadOnlyList<Guid>? Ids = null, PlaceInList? After = null);

/// <summary>Which of the runs that failed.</summary>
/// <param name="After">The last one of the page before.</param>
public sealed record FailedRunSearch(Guid? TenantId = null, string? Job = null, JobRunState? State = null, DateTimeOffset? From = null, DateTimeOffset? To = null, PlaceInList? After = null);

/// <summary>A place in a list that is ordered by instants.</summary>
public readonly record struct PlaceInList(DateTimeOffset At, Guid Id);
