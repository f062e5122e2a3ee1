using System.Collections;
using System.Reflection;
using System.Text.Json.Serialization.Metadata;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Common.Json;

/// <summary>
/// Refuses null among the items of lists whose items are never null. The serializer holds members to their nullability, and items of value types too, but lets null
/// into a list of objects or texts.
/// </summary>
internal static class NoNullItems
{
    /// <summary>Has objects of a type looked through once they are read.</summary>
    public static void Refuse(JsonTypeInfo type)
    {
        if (type.Kind != JsonTypeInfoKind.Object)
        {
            return;
        }

        JsonPropertyInfo[] lists = [.. type.Properties.Where(p => p.Get is not null && NeverHoldsNull(p))];
        if (lists.Length > 0)
        {
            type.OnDeserialized = read =>
            {
                if (Array.Exists(lists, list => list.Get!(read) is IEnumerable items && items.Cast<object?>().Contains(null)))
                {
                    throw new JsonFaultException(FieldCodes.Required);
                }
            };
        }
    }

    /// <summary>True of a member that is a list of objects or texts, none of which may be null.</summary>
    public static bool NeverHoldsNull(JsonPropertyInfo property) =>
        property.AttributeProvider is PropertyInfo { PropertyType: { } type } member && type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type)
        && ItemOf(new NullabilityInfoContext().Create(member)) is { Type.IsValueType: false, WriteState: not NullabilityState.Nullable, ReadState: not NullabilityState.Nullable };

    private static NullabilityInfo? ItemOf(NullabilityInfo list) => list.ElementType ?? (list.GenericTypeArguments is [var item] ? item : null);
}
