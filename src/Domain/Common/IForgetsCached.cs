namespace Satcom.Domain.Common;

/// <summary>An event after which every node drops what it has cached of a thing.</summary>
public interface IForgetsCached
{
    /// <summary>session, user, client, line, leave, tenant, schedule, scheduleRules or attendanceRules, and its id.</summary>
    (string Kind, Guid Id) Forgotten { get; }
}
