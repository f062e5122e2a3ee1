namespace Satcom.Application.Leaves;

/// <summary>Who is on approved leave just now, from this node's memory: read again when somebody's leave changes, and each minute.</summary>
public interface ILeaveToday
{
    /// <summary>The people of a tenant whose approved leave covers their own today; leave of some hours does not count.</summary>
    ValueTask<IReadOnlySet<Guid>> OfAsync(Guid tenantId, CancellationToken cancellationToken);
}
