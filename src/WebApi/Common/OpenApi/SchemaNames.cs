using System.Collections.Concurrent;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.OpenApi;

namespace Satcom.WebApi.Common.OpenApi;

/// <summary>The names of schemas, which become the names of types in the SDK.</summary>
internal sealed class SchemaNames
{
    private const string Suffix = "Dto";

    private readonly ConcurrentDictionary<string, Type> _owners = new(StringComparer.Ordinal);

    /// <summary>The type's name without "Dto"; null for what is written in place.</summary>
    /// <exception cref="InvalidOperationException">Two types would have one name, and one of them the other's shape.</exception>
    public string? Of(JsonTypeInfo typeInfo)
    {
        var type = Nullable.GetUnderlyingType(typeInfo.Type) ?? typeInfo.Type;
        var name = type.IsEnum ? type.Name : OpenApiOptions.CreateDefaultSchemaReferenceId(typeInfo);
        if (name is null)
        {
            return null;
        }

        name = name.EndsWith(Suffix, StringComparison.Ordinal) ? name[..^Suffix.Length] : name;
        return _owners.GetOrAdd(name, type) == type
            ? name
            : throw new InvalidOperationException($"The schema name {name} would stand for both {_owners[name]} and {type}. Rename one.");
    }
}
