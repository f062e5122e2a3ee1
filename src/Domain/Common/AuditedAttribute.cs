namespace Satcom.Domain.Common;

/// <summary>Every change to an entity of this type is written to the audit, with what changed.</summary>
/// <param name="entityType">The name that the audit shows, camelCase.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class AuditedAttribute(string entityType) : Attribute
{
    /// <summary>The name that the audit shows.</summary>
    public string EntityType { get; } = entityType;
}

/// <summary>A list of which the audit tells what came and what went, and not what stayed.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class AuditedByItemAttribute : Attribute;

/// <summary>The value never reaches the audit, a log or an answer.</summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class SecretAttribute : Attribute;
