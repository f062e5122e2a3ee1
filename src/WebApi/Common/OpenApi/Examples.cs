using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Satcom.WebApi.Common.Json;

namespace Satcom.WebApi.Common.OpenApi;

/// <summary>Every example by the type of its body.</summary>
internal sealed class Examples(IEnumerable<ExampleAssembly> assemblies)
{
    private readonly FrozenDictionary<Type, JsonNode> _examples = assemblies.SelectMany(a => a.Assembly.GetTypes())
        .Where(type => type is { IsClass: true, IsAbstract: false })
        .SelectMany(type => type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IExample<>)), (type, contract) => (type, contract))
        .ToFrozenDictionary(pair => pair.contract.GetGenericArguments()[0], pair => Read(pair.type, pair.contract));

    /// <summary>A fresh copy, because a node has one parent.</summary>
    public JsonNode? Of(Type? type) => type is not null && _examples.TryGetValue(type, out var node) ? node.DeepClone() : null;

    private static JsonNode Read(Type type, Type contract)
    {
        var value = contract.GetProperty(nameof(IExample<>.Value))!.GetValue(Activator.CreateInstance(type, nonPublic: true));
        return JsonSerializer.SerializeToNode(value, contract.GetGenericArguments()[0], SatcomJson.Options)!;
    }
}

/// <summary>An assembly that holds examples.</summary>
internal sealed record ExampleAssembly(Assembly Assembly);
