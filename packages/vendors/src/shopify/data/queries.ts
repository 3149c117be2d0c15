/**
 * The root fields of queries, of the Admin API of 2026-04. They move nothing; a key still has to list each that it
 * may read. `__schema` and `__type` tell of the API, not of the store, and are entries like any other.
 */
export const queryNames: readonly string[] = `
  __schema __type
  abandonedCheckouts abandonedCheckoutsCount abandonment app appByHandle appInstallation article articles
  assignedFulfillmentOrders automaticDiscountNode automaticDiscountNodes availableCarrierServices availableLocales
  blog blogs bulkOperation bulkOperations businessEntities businessEntity carrierService carrierServices
  cashTrackingSession cashTrackingSessions catalog catalogs catalogsCount channel channels codeDiscountNode
  codeDiscountNodeByCode codeDiscountNodes collection collectionByHandle collectionByIdentifier collections
  collectionsCount comment comments companies companiesCount company companyContact companyLocation
  companyLocations currentAppInstallation currentBulkOperation currentStaffMember customer customerByIdentifier
  customerMergePreview customerPaymentMethod customerSegmentMembers customers customersCount deliveryCustomization
  deliveryCustomizations deliveryProfile deliveryProfiles discountCodesCount discountNode discountNodes
  discountNodesCount dispute disputeEvidence disputes domain draftOrder draftOrderAvailableDeliveryOptions
  draftOrders draftOrdersCount event events eventsCount files fulfillment fulfillmentConstraintRules
  fulfillmentOrder fulfillmentOrders fulfillmentService giftCard giftCardConfiguration giftCards giftCardsCount
  inventoryItem inventoryItems inventoryLevel inventoryProperties inventoryShipment inventoryTransfer
  inventoryTransfers job location locationByIdentifier locations locationsCount market marketByGeography markets
  menu menus metafieldDefinition metafieldDefinitionTypes metafieldDefinitions metaobject metaobjectByHandle
  metaobjectDefinition metaobjectDefinitionByType metaobjectDefinitions metaobjects node nodes onlineStore order
  orderByIdentifier orderEditSession orderPaymentStatus orders ordersCount page pages pagesCount
  paymentCustomization paymentCustomizations paymentTermsTemplates pendingOrdersCount priceList priceLists
  privacySettings product productByHandle productByIdentifier productFeed productFeeds productOperation
  productTags productTypes productVariant productVariantByIdentifier productVariants productVariantsCount
  productVendors products productsCount publicApiVersions publication publications publicationsCount
  publishedProductsCount refund return returnCalculate returnReasonDefinitions returnableFulfillment
  returnableFulfillments reverseDelivery reverseFulfillmentOrder scriptTag scriptTags segment segments
  segmentsCount sellingPlanGroup sellingPlanGroups shop shopBillingPreferences shopLocales
  shopifyFunction shopifyFunctions shopifyPaymentsAccount shopifyqlQuery staffMember staffMembers
  storeCreditAccount storeCreditConfiguration subscriptionBillingAttempt subscriptionBillingAttempts
  subscriptionBillingCycle subscriptionBillingCycles subscriptionContract subscriptionContracts subscriptionDraft
  taxonomy tenderTransactions theme themes translatableResource translatableResources urlRedirect urlRedirects
  urlRedirectsCount validation validations webPixel webhookSubscription webhookSubscriptions
  webhookSubscriptionsCount
`
  .trim()
  .split(/\s+/);
