namespace Satcom.Application.Common;

/// <summary>What a node remembers of a tenant, and a constraint that holds what it may remember wrongly. Where the database refuses a commit by it, it is forgotten and the handler runs again.</summary>
public interface IStaleKnowledge
{
    /// <summary>The constraint's name in the database.</summary>
    string Constraint { get; }

    void Forget(Guid tenantId);
}
