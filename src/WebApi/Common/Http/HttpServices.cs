using Microsoft.AspNetCore.Cors.Infrastructure;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.ModelBinding;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Satcom.Application.Anomalies;
using Satcom.Application.Common;
using Satcom.WebApi.Anomalies;
using Satcom.WebApi.Common.Binding;
using Satcom.WebApi.Common.Json;
using Satcom.WebApi.Common.Observability;
using Satcom.WebApi.Common.Problems;

namespace Satcom.WebApi.Common.Http;

/// <summary>The HTTP habits that every route shares.</summary>
public static class HttpServices
{
    /// <summary>Controllers with strict reading, the problem shape and the limits.</summary>
    public static IServiceCollection AddSatcomHttp(this IServiceCollection services)
    {
        services.AddSingleton<IConfigureOptions<KestrelServerOptions>, HttpLimits>();
        services.AddSingleton<IConfigureOptions<ForwardedHeadersOptions>, TrustedProxies>();
        services.AddHttpContextAccessor();
        services.AddScoped<IErrorTexts, ErrorTexts>();
        services.AddScoped<IFindingTexts, FindingTexts>();
        services.AddCors();
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

    /// <summary>Lets pages of the allowed origins call the API and the hub; comes before it is known who calls, because a preflight says nothing of that.</summary>
    public static IApplicationBuilder UseAllowedOrigins(this IApplicationBuilder app)
    {
        var services = app.ApplicationServices;
        return AllowedOrigins.Of(services.GetRequiredService<IConfiguration>(), services.GetRequiredService<IHostEnvironment>()).Policy is { } policy
            ? app.UseWhen(context => AllowedOrigins.Covers(context.Request.Path), api => api.UseMiddleware<CorsMiddleware>(policy))
            : app;
    }

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
