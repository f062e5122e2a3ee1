using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Satcom.WebApi.Common.Json;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Common.Binding;

/// <summary>Holds a whole JSON value against its type and gathers every fault, where the serializer stops at the first.</summary>
internal sealed class JsonWalk(int mostFaults)
{
    private readonly List<(string Field, string Code)> _faults = [];

    public IReadOnlyList<(string Field, string Code)> Faults => _faults;

    public void Visit(JsonElement value, JsonTypeInfo type, string path) => Visit(value, type, path, itemsMayBeNull: true);

    private void Visit(JsonElement value, JsonTypeInfo type, string path, bool itemsMayBeNull)
    {
        switch (type.Kind)
        {
            case JsonTypeInfoKind.Object when value.ValueKind == JsonValueKind.Object:
                VisitMembers(value, type, path);
                break;
            case JsonTypeInfoKind.Enumerable when value.ValueKind == JsonValueKind.Array && type.ElementType is { } element:
                var elementType = type.Options.GetTypeInfo(element);
                var index = 0;
                foreach (var item in value.EnumerateArray())
                {
                    var at = $"{path}[{index++}]";
                    if (item.ValueKind == JsonValueKind.Null && !itemsMayBeNull)
                    {
                        Add(at, FieldCodes.Required);
                    }
                    else
                    {
                        Visit(item, elementType, at);
                    }
                }

                break;
            default:
                VisitValue(value, type, path);
                break;
        }
    }

    private void VisitMembers(JsonElement value, JsonTypeInfo type, string path)
    {
        foreach (var member in value.EnumerateObject())
        {
            var field = path.Length == 0 ? member.Name : $"{path}.{member.Name}";
            var property = type.Properties.FirstOrDefault(p => string.Equals(p.Name, member.Name, StringComparison.Ordinal));
            if (property is null)
            {
                Add(field, FieldCodes.UnknownMember);
            }
            else if (member.Value.ValueKind == JsonValueKind.Null && IsNeverNull(property))
            {
                Add(field, FieldCodes.Required);
            }
            else
            {
                Visit(member.Value, type.Options.GetTypeInfo(property.PropertyType), field, !NoNullItems.NeverHoldsNull(property));
            }
        }

        foreach (var missing in type.Properties.Where(p => p.IsRequired && !value.TryGetProperty(p.Name, out _)))
        {
            Add(path.Length == 0 ? missing.Name : $"{path}.{missing.Name}", FieldCodes.Required);
        }
    }

    private void VisitValue(JsonElement value, JsonTypeInfo type, string path)
    {
        try
        {
            value.Deserialize(type);
        }
        catch (JsonException exception)
        {
            foreach (var (field, code) in JsonFaults.Of(exception))
            {
                // What stands alone here is JSON; it can only be of another type.
                Add(string.Equals(field, JsonFaults.Whole, StringComparison.Ordinal) ? path : $"{path}.{field}", code is ProblemCodes.MalformedJson ? FieldCodes.InvalidType : code);
            }
        }
    }

    private void Add(string field, string code)
    {
        if (_faults.Count < mostFaults)
        {
            _faults.Add((field.Length == 0 ? JsonFaults.Whole : JsonFaults.Shortened(field), code));
        }
    }

    private static bool IsNeverNull(JsonPropertyInfo property) =>
        !property.PropertyType.IsValueType && !(property.AssociatedParameter?.IsNullable ?? property.IsSetNullable);
}
