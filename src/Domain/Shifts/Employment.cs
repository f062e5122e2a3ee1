namespace Satcom.Domain.Shifts;

/// <summary>One employment that has ended: somebody may come, go, and come again.</summary>
/// <param name="From">Its first date; null where it began with the account.</param>
/// <param name="To">Its last date.</param>
public readonly record struct Employment(DateOnly? From, DateOnly To)
{
    public bool Covers(DateOnly date) => !(date < From) && date <= To;
}
