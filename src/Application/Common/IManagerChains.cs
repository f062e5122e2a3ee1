namespace Satcom.Application.Common;

/// <summary>Who a person reports to, from a cache that is seconds old at most.</summary>
public interface IManagerChains
{
    /// <summary>Their manager, that one's manager and so on, nearest first.</summary>
    ValueTask<IReadOnlyList<Guid>> OfAsync(Guid employeeId, CancellationToken cancellationToken);
}
