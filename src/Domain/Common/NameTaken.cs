namespace Satcom.Domain.Common;

/// <summary>Another thing of the kind has the name, whatever its case.</summary>
public sealed record NameTaken() : Error("name_taken", ErrorKind.Conflict);
