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

    private readonly FrozenDictionary<Type, List<(string Name, string When, JsonNode Value)>> _outcomes = assemblies.SelectMany(a => a.Assembly.GetTypes())
        .Where(type => type is { IsClass: true, IsAbstract: false })
        .SelectMany(type => type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IOutcomes<>)), (type, contract) => (type, contract))
        .ToFrozenDictionary(pair => pair.contract.GetGenericArguments()[0], pair => ReadOutcomes(pair.type, pair.contract));

    /// <summary>The ways that an answer comes out, where there are several.</summary>
    public IEnumerable<(string Name, string When, JsonNode Value)> OutcomesOf(Type? type) =>
        type is not null && _outcomes.TryGetValue(type, out var outcomes) ? outcomes.Select(o => (o.Name, o.When, o.Value.DeepClone())) : [];

    /// <summary>A fresh copy, because a node has one parent.</summary>
    public JsonNode? Of(Type? type) => type is not null && _examples.TryGetValue(type, out var node) ? node.DeepClone() : null;

    private static List<(string Name, string When, JsonNode Value)> ReadOutcomes(Type type, Type contract)
    {
        var of = contract.GetGenericArguments()[0];
        var outcomes = (System.Collections.IEnumerable)contract.GetProperty(nameof(IOutcomes<>.Outcomes))!.GetValue(Activator.CreateInstance(type, nonPublic: true))!;
        return [.. outcomes.Cast<object>().Select(outcome => (
            (string)Of(outcome, nameof(Outcome<>.Name)), (string)Of(outcome, nameof(Outcome<>.When)), JsonSerializer.SerializeToNode(Of(outcome, nameof(Outcome<>.Value)), of, SatcomJson.Options)!))];

        static object Of(object outcome, string member) => outcome.GetType().GetProperty(member)!.GetValue(outcome)!;
    }

    private static JsonNode Read(Type type, Type contract)
    {
        var value = contract.GetProperty(nameof(IExample<>.Value))!.GetValue(Activator.CreateInstance(type, nonPublic: true));
        return JsonSerializer.SerializeToNode(value, contract.GetGenericArguments()[0], SatcomJson.Options)!;
    }
}

/// <summary>An assembly that holds examples.</summary>
internal sealed record ExampleAssembly(Assembly Assembly);
