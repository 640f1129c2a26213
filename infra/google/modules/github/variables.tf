variable "name" {
  description = "The prefix of the name of the deployer's service account."
  type        = string
}

variable "project" {
  description = "The id of the project."
  type        = string
}

variable "region" {
  description = "The region of the registry."
  type        = string
}

variable "registry" {
  description = "The repository of images that deployments write to."
  type        = string
}

variable "repository_id" {
  description = "The number of the GitHub repository: gh api repos/OWNER/NAME --jq .id"
  type        = string
}

variable "environment" {
  description = "The environment of the GitHub repository that may deploy here."
  type        = string
}

variable "accounts" {
  description = "The service accounts of the deployed programs."
  type        = map(string)
}
