using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Satcom.WebApi.Common.Binding;
using Satcom.WebApi.Common.Json;
using Satcom.WebApi.Common.Observability;

namespace Satcom.WebApi.Common.Http;

/// <summary>The HTTP habits that every route shares.</summary>
public static class HttpServices
{
    /// <summary>Controllers with strict reading, the problem shape and the limits.</summary>
    public static IServiceCollection AddSatcomHttp(this IServiceCollection services)
    {
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, HttpLimits>();
        services.AddSingleton<IConfigureOptions<ForwardedHeadersOptions>, TrustedProxies>();
        services.AddMvcCore(ConfigureMvc)
            .AddApiExplorer()
            .AddJsonOptions(options => SatcomJson.Configure(options.JsonSerializerOptions));
        services.Configure<ApiBehaviorOptions>(options =>
        {
            options.SuppressMapClientErrors = true;
            options.SuppressConsumesConstraintForFormFileParameters = true;
            options.InvalidModelStateResponseFactory = InvalidModel.Answer;
        });
        services.Configure<RouteOptions>(options => options.LowercaseUrls = true);
        return services;
    }

    /// <summary>The outer layers of the pipeline; call it first, authentication and everything else after it.</summary>
    public static IApplicationBuilder UseSatcomHttp(this IApplicationBuilder app) =>
        app.UseForwardedHeaders()
            .UseMiddleware<AccessLog>()
            .UseMiddleware<SecurityHeaders>()
            .UseMiddleware<LastResort>()
            .UseMiddleware<EmptyAnswers>()
            .UseMiddleware<RequestEntrance>();

    private static void ConfigureMvc(MvcOptions options)
    {
        options.InputFormatters.Clear();
        options.InputFormatters.Add(new StrictJsonInputFormatter());
        options.ModelBinderProviders.Insert(0, new StrictValueBinderProvider());
        options.Filters.Add(new StrictQueryFilter());

        // Values come from route and query alone, and rules from the message's validator alone.
        for (var i = options.ValueProviderFactories.Count - 1; i >= 0; i--)
        {
            if (options.ValueProviderFactories[i] is not (RouteValueProviderFactory or QueryStringValueProviderFactory))
            {
                options.ValueProviderFactories.RemoveAt(i);
            }
        }

        options.ModelValidatorProviders.Clear();
        options.SuppressImplicitRequiredAttributeForNonNullableReferenceTypes = true;
        options.SuppressAsyncSuffixInActionNames = true;
        options.ModelBindingMessageProvider.SetMissingBindRequiredValueAccessor(_ => Problems.FieldCodes.Required);
        options.ModelBindingMessageProvider.SetMissingRequestBodyRequiredValueAccessor(() => Problems.FieldCodes.Required);
        options.ModelBindingMessageProvider.SetValueMustNotBeNullAccessor(_ => Problems.FieldCodes.Required);
    }
}
