using System.Text;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using Satcom.WebApi.Common.Json;
using Satcom.WebApi.Identity.ApiConsole;

namespace Satcom.WebApi.Common.OpenApi;

/// <summary>The contract as a document.</summary>
public static class OpenApiServices
{
    /// <summary>Where the document is.</summary>
    public const string DocumentPath = "/openapi/v1.json";

    private const string DocumentName = "v1";

    public static IServiceCollection AddSatcomOpenApi(this IServiceCollection services)
    {
        var names = new SchemaNames();
        services.AddSingleton(new ExampleAssembly(typeof(OpenApiServices).Assembly));
        services.AddSingleton<Examples>();
        services.AddSingleton<RuleLimits>();
        services.AddSingleton<DocumentText>();
        services.ConfigureHttpJsonOptions(options => SatcomJson.ConfigureForSchemas(options.SerializerOptions));
        services.AddOpenApi(DocumentName, options =>
        {
            options.OpenApiVersion = OpenApiSpecVersion.OpenApi3_0;
            options.ShouldInclude = description => description.RelativePath?.StartsWith("api/", StringComparison.Ordinal) == true;
            options.CreateSchemaReferenceId = names.Of;
            options.AddOperationTransformer<OperationDescriber>();
            options.AddSchemaTransformer<SchemaDescriber>();
            options.AddDocumentTransformer<DocumentDescriber>();
        });
        return services;
    }

    /// <summary>The document, made once.</summary>
    public static IEndpointRouteBuilder MapSatcomOpenApi(this IEndpointRouteBuilder endpoints)
    {
        endpoints.MapGet(DocumentPath, static async context =>
            {
                var text = await context.RequestServices.GetRequiredService<DocumentText>().GetAsync(context.RequestAborted);
                context.Response.ContentType = "application/json; charset=utf-8";
                context.Response.ContentLength = text.Length;
                await context.Response.BodyWriter.WriteAsync(text, context.RequestAborted);
            })
            .AllowAnonymous();
        if (endpoints.ServiceProvider.GetRequiredService<IHostEnvironment>().IsDevelopment())
        {
            // Who opens the bare address while developing looks for the console.
            endpoints.MapGet("/", static context =>
                {
                    context.Response.Redirect(ConsolePages.Path);
                    return Task.CompletedTask;
                })
                .AllowAnonymous();
        }

        return endpoints;
    }

    /// <summary>The document's bytes. A failed making is tried again by the next caller.</summary>
    internal sealed class DocumentText([FromKeyedServices(DocumentName)] IOpenApiDocumentProvider provider) : IDisposable
    {
        private readonly SemaphoreSlim _gate = new(1, 1);
        private byte[]? _text;

        public async Task<byte[]> GetAsync(CancellationToken cancellationToken)
        {
            if (_text is { } made)
            {
                return made;
            }

            await _gate.WaitAsync(cancellationToken);
            try
            {
                if (_text is null)
                {
                    var document = await provider.GetOpenApiDocumentAsync(cancellationToken);
                    _text = Encoding.UTF8.GetBytes(await document.SerializeAsJsonAsync(OpenApiSpecVersion.OpenApi3_0, cancellationToken));
                }

                return _text;
            }
            finally
            {
                _gate.Release();
            }
        }

        public void Dispose() => _gate.Dispose();
    }
}
