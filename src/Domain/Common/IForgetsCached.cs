namespace Satcom.Domain.Common;

/// <summary>An event after which every node drops what it has cached of a thing.</summary>
public interface IForgetsCached
{
    /// <summary>session, user, client, line, tenant, schedule or scheduleRules, and its id.</summary>
    (string Kind, Guid Id) Forgotten { get; }
}
