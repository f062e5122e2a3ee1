using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace Satcom.WebApi.Common.OpenApi;

/// <summary>The document's head, its shared schemas and its way to sign in.</summary>
internal sealed class DocumentDescriber(RuleLimits limits) : IOpenApiDocumentTransformer
{
    public Task TransformAsync(OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "Satcom",
            Version = "v1",
            Description = "The working day of a company: who is at work, what they did, what is off. JSON in camelCase, instants in UTC, errors as application/problem+json.",
        };

        // Relative: the document is the same wherever it is read.
        document.Servers = [];
        document.Components ??= new OpenApiComponents();
        document.Components.Schemas ??= new Dictionary<string, IOpenApiSchema>(StringComparer.Ordinal);
        ProblemSchema.AddTo(document);
        document.Components.SecuritySchemes = new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal)
        {
            [OperationDescriber.Scheme] = new OpenApiSecurityScheme
            {
                Type = SecuritySchemeType.Http,
                Scheme = "bearer",
                BearerFormat = "JWT",
                Description = "The access token of POST /api/v1/auth/login.",
            },
        };
        document.Tags = new SortedSet<OpenApiTag>(
            (document.Paths ?? []).SelectMany(p => p.Value.Operations ?? []).SelectMany(o => o.Value.Tags ?? new HashSet<OpenApiTagReference>()).Select(t => t.Reference.Id).OfType<string>().Distinct(StringComparer.Ordinal).Select(name => new OpenApiTag { Name = name, Description = FeatureTexts.Of(name) }),
            Comparer<OpenApiTag>.Create((a, b) => string.CompareOrdinal(a.Name, b.Name)));
        AnswerSchemas.Complete(document);
        limits.Apply(document);
        RefuseTwins(document);
        return Task.CompletedTask;
    }

    private static void RefuseTwins(OpenApiDocument document)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var id in (document.Paths ?? []).SelectMany(p => p.Value.Operations ?? []).Select(o => o.Value.OperationId).OfType<string>())
        {
            if (!seen.Add(id))
            {
                throw new InvalidOperationException($"Two operations are called {id}. Rename an action.");
            }
        }
    }
}
