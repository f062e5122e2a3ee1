namespace Satcom.Domain.Common;

/// <summary>A stretch of time between two instants of whole seconds; the end no longer belongs to it.</summary>
public readonly record struct TimeRange(DateTimeOffset From, DateTimeOffset To)
{
    public int Seconds => WholeSeconds.Between(From, To);

    public bool Contains(DateTimeOffset at) => From <= at && at < To;
}
