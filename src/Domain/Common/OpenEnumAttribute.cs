namespace Satcom.Domain.Common;

/// <summary>Members come without a change of the database: it takes any name of their form. What is no member, the service lets in nowhere.</summary>
[AttributeUsage(AttributeTargets.Enum)]
public sealed class OpenEnumAttribute : Attribute;
