using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.AspNetCore.Mvc.Abstractions;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Common.Binding;

/// <summary>Refuses query parameters that the action does not have, single ones that are sent twice, and NUL.</summary>
internal sealed class StrictQueryFilter : IResourceFilter
{
    private const int NameMaxLength = 100;

    private readonly ConcurrentDictionary<string, FrozenDictionary<string, bool>> _known = new(StringComparer.Ordinal);

    public void OnResourceExecuting(ResourceExecutingContext context)
    {
        if (!context.HttpContext.Request.QueryString.HasValue)
        {
            return;
        }

        // The ids of actions are given at start, so the set is as small as the API.
        var known = _known.GetOrAdd(
            context.ActionDescriptor.Id,
            static (_, state) => KnownParameters(state.ActionDescriptor, state.HttpContext.RequestServices.GetRequiredService<IModelMetadataProvider>()),
            context);
        foreach (var (name, values) in context.HttpContext.Request.Query)
        {
            var code = !known.TryGetValue(name, out var isList) ? FieldCodes.UnknownParameter
                : values.Count > 1 && !isList ? FieldCodes.Repeated
                : values.Any(v => v is not null && v.Contains('\0', StringComparison.Ordinal)) ? FieldCodes.InvalidText
                : null;
            if (code is not null)
            {
                // Answered with what binding finds, all at once.
                context.ModelState.TryAddModelError(name.Length <= NameMaxLength ? name : name[..NameMaxLength], code);
            }
        }
    }

    public void OnResourceExecuted(ResourceExecutedContext context)
    {
    }

    /// <summary>The query parameters of an action by exact name; true where several values are taken.</summary>
    private static FrozenDictionary<string, bool> KnownParameters(ActionDescriptor action, IModelMetadataProvider metadata)
    {
        var known = new Dictionary<string, bool>(StringComparer.Ordinal);
        foreach (var parameter in action.Parameters.Where(p => p.BindingInfo?.BindingSource == BindingSource.Query))
        {
            if (IsValue(parameter.ParameterType))
            {
                known[parameter.BindingInfo!.BinderModelName ?? FieldNames.CamelCase(parameter.Name)] = IsList(parameter.ParameterType);
                continue;
            }

            foreach (var property in metadata.GetMetadataForType(parameter.ParameterType).Properties)
            {
                known[property.BinderModelName ?? FieldNames.CamelCase(property.PropertyName!)] = IsList(property.ModelType);
            }
        }

        return known.ToFrozenDictionary(StringComparer.Ordinal);
    }

    private static bool IsValue(Type type) => StrictValues.For(type) is not null || IsList(type);

    private static bool IsList(Type type) => type != typeof(string) && typeof(IEnumerable).IsAssignableFrom(type);
}
