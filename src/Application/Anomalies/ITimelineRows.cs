using Satcom.Domain.Anomalies;

namespace Satcom.Application.Anomalies;

/// <summary>Reads what the rules look at, straight into the memory of one timeline after the other: in one round trip, and without an object for any row.</summary>
public interface ITimelineRows
{
    /// <summary>Tells a builder of one person after the other, in the order in which they are asked for.</summary>
    /// <param name="begin">Begins the person of that index with the builder.</param>
    /// <param name="end">All of the person is told.</param>
    Task TellAsync(TimelineQuestion question, TimelineBuilder builder, Action<int> begin, Action end, CancellationToken cancellationToken);
}

/// <summary>Whose days are asked for, and which. What no rule looks at is not read.</summary>
/// <param name="EmployeeIds">In the order of the database, which is that of their text.</param>
/// <param name="Last">The last date.</param>
public sealed record TimelineQuestion(IReadOnlyList<Guid> EmployeeIds, DateOnly Last)
{
    /// <summary>The first date whose attendance is asked for: that of a day which may reach into the window; null where none is.</summary>
    public DateOnly? Days { get; init; }

    /// <summary>The first date whose timesheet is asked for; null where none is.</summary>
    public DateOnly? Sheets { get; init; }

    /// <summary>The first date whose failures at fences are asked for; null where none are.</summary>
    public DateOnly? Failures { get; init; }

    /// <summary>Whether a rule asks which shift was planned.</summary>
    public bool HasShifts { get; init; } = true;
}
