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

/// <summary>Whose days are asked for, and which.</summary>
/// <param name="EmployeeIds">In the order of the database, which is that of their text.</param>
/// <param name="Earliest">The first date whose day may reach into the window.</param>
/// <param name="First">The first date of the window.</param>
/// <param name="Last">Its last date.</param>
/// <param name="Inputs">What the rules look at; of the rest nothing is read.</param>
public sealed record TimelineQuestion(IReadOnlyList<Guid> EmployeeIds, DateOnly Earliest, DateOnly First, DateOnly Last, RuleInputs Inputs)
{
    /// <summary>Whether a rule asks which shift was planned.</summary>
    public bool HasShifts { get; init; } = true;
}
